package dev.synod.persistence.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.synod.persistence.store.IndexEngine;
import dev.synod.persistence.store.Limits;
import dev.synod.persistence.store.StoreException;
import dev.synod.persistence.store.StoreOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the section {@code synod.persistence.leveldb} says.
 *
 * @param directory this node's data directory
 * @param marker the file outside of it that says whose data belong there
 * @param format whether an absent store is made
 * @param engine what the index is kept with
 * @param halt whether the JVM ends after a failed write
 * @param limits how much is taken at once
 */
record StoreSettings(
    Path directory, Path marker, boolean format, IndexEngine engine, boolean halt, Limits limits) {
  static final String SECTION = "synod.persistence.leveldb";

  private static final Map<String, IndexEngine> ENGINES =
      Map.of(
          "auto",
          IndexEngine.AUTO,
          "on",
          IndexEngine.NATIVE,
          "true",
          IndexEngine.NATIVE,
          "off",
          IndexEngine.JAVA,
          "false",
          IndexEngine.JAVA);

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with one line that names the key, its value and what it may be
   */
  static StoreSettings of(Config root) {
    Config section = root.getConfig(SECTION);
    String dir = section.getString("dir");
    if (dir.isBlank()) {
      throw new IllegalArgumentException(
          SECTION + ".dir = \"\" must name this node's data directory");
    }
    Path directory = Path.of(dir).toAbsolutePath().normalize();
    String marker = section.getString("marker");
    return new StoreSettings(
        directory,
        marker.isBlank() ? StoreOptions.beside(directory) : Path.of(marker).toAbsolutePath(),
        choice(section, "format", Map.of("if-absent", true, "never", false)),
        choice(section, "native", ENGINES),
        choice(section, "on-failure", Map.of("halt", true, "stop", false)),
        limits(section));
  }

  StoreOptions options(Consumer<StoreException> onFailure) {
    return new StoreOptions(directory, marker, format, limits, engine, onFailure);
  }

  private static <T> T choice(Config section, String key, Map<String, T> choices) {
    T chosen = choices.get(section.getString(key));
    if (chosen == null) {
      throw new IllegalArgumentException(
          "%s.%s = %s must be one of %s"
              .formatted(
                  SECTION,
                  key,
                  section.getString(key),
                  choices.keySet().stream().sorted().toList()));
    }
    return chosen;
  }

  private static Limits limits(Config section) {
    try {
      return Limits.of(
          section.getBytes("segment-bytes"),
          section.getBytes("max-write-bytes"),
          section.getBytes("max-batch-bytes"),
          section.getInt("queue-length"),
          section.getBytes("queue-bytes"),
          section.getBytes("min-free-bytes"));
    } catch (IllegalArgumentException | ConfigException.BadValue e) {
      throw new IllegalArgumentException(SECTION + ": " + e.getMessage(), e);
    }
  }
}
