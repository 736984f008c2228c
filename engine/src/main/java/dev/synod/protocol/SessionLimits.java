package dev.synod.protocol;

/**
 * How long a group keeps the results of its clients' commands. Replicas decide by these, so they
 * are part of the configuration and not of one node's file.
 *
 * @param window results kept per session, at least 1
 * @param ttlMillis a session unused for this much log time expires, at least 1
 * @param max open sessions of clients, at least 1
 */
public record SessionLimits(int window, long ttlMillis, int max) {
  /** Refuses what no group could work with. */
  public SessionLimits {
    if (window < 1 || ttlMillis < 1 || max < 1) {
      throw new IllegalArgumentException(
          "session limits (window %d, ttl %d ms, max %d) must be at least 1 each"
              .formatted(window, ttlMillis, max));
    }
  }
}
