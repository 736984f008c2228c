package dev.synod.settings;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads single keys and refuses what is out of bounds, naming key, value and bound. */
final class Keys {
  private static final String FRAME = "pekko.remote.artery.advanced.maximum-frame-size";
  private static final int FRAME_WITHOUT_REMOTING = 256 * 1024;

  private final Config root;

  Keys(Config root) {
    this.root = root;
  }

  /** The largest message that Artery sends; its default where there is no remoting. */
  int frameBytes() {
    return root.hasPath(FRAME) ? Math.toIntExact(root.getBytes(FRAME)) : FRAME_WITHOUT_REMOTING;
  }

  int number(String key, int min, int max) {
    int value = root.getInt(key);
    require(value >= min && value <= max, "%s = %d must be from %d to %d", key, value, min, max);
    return value;
  }

  int bytes(String key, int min, int max) {
    long value = root.getBytes(key);
    require(
        value >= min && value <= max,
        "%s = %d B must be from %d to %d B (%s = %d B less room for headers bounds what is sent)",
        key,
        value,
        min,
        max,
        FRAME,
        frameBytes());
    return (int) value;
  }

  Duration duration(String key) {
    Duration value = root.getDuration(key);
    require(value.toMillis() >= 1, "%s = %s must be at least 1 ms", key, value);
    return value;
  }

  /** In milliseconds; 0 for {@code off}. */
  long durationOrOff(String key) {
    return root.getString(key).equals("off") ? 0 : duration(key).toMillis();
  }

  /** A share of one, in millionths. */
  int partsPerMillion(String key, int max) {
    double value = root.getDouble(key);
    double most = max / 1e6;
    require(value >= 0 && value <= most, "%s = %s must be from 0 to %s", key, value, most);
    return (int) Math.ceil(value * 1e6);
  }

  /** A size without an upper bound, in bytes. */
  long size(String key, long min) {
    long value = root.getBytes(key);
    require(value >= min, "%s = %d B must be at least %d B", key, value, min);
    return value;
  }

  /** Bytes a second; empty where there is to be no bound. */
  OptionalLong rate(String key, long min, long max) {
    if (root.getString(key).equals("off")) {
      return OptionalLong.empty();
    }
    long value = root.getBytes(key);
    require(
        value >= min && value <= max,
        "%s = %d B a second must be from %d to %d B a second, or off for no bound",
        key,
        value,
        min,
        max);
    return OptionalLong.of(value);
  }

  String journal(String key) {
    return plugin(key, "journal", "");
  }

  /** Empty where there is to be none. */
  Optional<String> snapshotStore(String key) {
    return root.getString(key).isEmpty()
        ? Optional.empty()
        : Optional.of(
            plugin(key, "snapshot store", ", or \"\" for none: then the log only ever grows"));
  }

  private String plugin(String key, String kind, String choice) {
    String id = root.getString(key);
    require(
        root.hasPath(id + ".class"),
        "%s = \"%s\" names no %s plugin: there is no %s.class in the configuration; add"
            + " synod-persistence to the classpath or name another plugin%s",
        key,
        id,
        kind,
        id,
        choice);
    return id;
  }

  void require(boolean condition, String message, Object... facts) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(message, facts));
    }
  }
}
