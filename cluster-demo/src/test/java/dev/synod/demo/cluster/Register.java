package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A key that one client writes: 1, 2, 3, ... Then each read can be judged by what was known when it
 * began and when it ended.
 */
final class Register {
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

  /** The oldest number that a read which begins now may see. */
  long floor() {
    return Math.max(acknowledged.get(), seen.get());
  }

  /**
   * Judges a read that ends now.
   *
   * @param floor as {@link #floor()} said when it began
   */
  void judge(long floor, JsonNode entry) {
    long ceiling = begun.get();
    long number = Long.parseLong(entry.path("value").asText());
    assertThat(number).as("read of %s", key).isBetween(floor, ceiling);
    assertThat(entry.path("version").asLong()).as("version of %s", key).isEqualTo(number);
    seen.accumulateAndGet(number, Math::max);
  }
}
