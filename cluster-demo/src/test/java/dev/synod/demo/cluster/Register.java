package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.client.Reply;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A key that one client writes: 1, 2, 3, ... Then each read can be judged by what was known when it
 * began and when it ended.
 */
final class Register {
  private static final int ABSENT = 404;

  private final String key;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong seen = new AtomicLong();

  Register(String key) {
    this.key = key;
  }

  String path() {
    return "/kv/" + key;
  }

  /** The number to be written next. */
  long begin() {
    return begun.incrementAndGet();
  }

  /** It was acknowledged, with this version: as many writes as numbers, none twice. */
  void acknowledge(long number, long version) {
    assertThat(version).as("version of %s after write %d", key, number).isEqualTo(number);
    acknowledged.set(number);
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Whether a reply says what the key holds, or that it is absent. */
  static boolean says(Reply reply) {
    return reply.ok() || reply.status() == ABSENT;
  }

  /** The oldest number that a read which begins now may see. */
  long floor() {
    return Math.max(acknowledged.get(), seen.get());
  }

  /**
   * Judges a read that ends now with an answer.
   *
   * @param floor as {@link #floor()} said when it began
   */
  void judge(long floor, Reply reply) {
    long ceiling = begun.get();
    // An absent key is one that was not written yet: as if it held 0.
    boolean absent = reply.status() == ABSENT;
    long number = absent ? 0 : Long.parseLong(reply.body().path("value").asText());
    long version = absent ? 0 : reply.body().path("version").asLong();
    assertThat(number).as("read of %s", key).isBetween(floor, ceiling);
    assertThat(version).as("version of %s", key).isEqualTo(number);
    seen.accumulateAndGet(number, Math::max);
  }
}
