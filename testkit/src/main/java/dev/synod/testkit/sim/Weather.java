package dev.synod.testkit.sim;

/**
 * How envelopes fare between members. Every envelope has a delay of its own, so none comes surely
 * before another.
 *
 * @param floorNanos the least delay
 * @param delayNanos the mean of the exponential part that is added
 * @param loss probability to be lost
 * @param twice probability to come twice
 * @param late probability of a delay of up to fifty means more
 */
public record Weather(long floorNanos, long delayNanos, double loss, double twice, double late) {
  /** Nothing is lost, and a message takes about 0.15 ms. */
  public static final Weather CALM = new Weather(50_000, 100_000, 0, 0, 0);
}
