package dev.synod.demo.input;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Settings of Synod and Pekko as they are typed: {@code -Dkey=value}. */
public final class Settings {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "any setting under synod or pekko; may be repeated")
  private Map<String, String> values = new LinkedHashMap<>();

  /**
   * As configuration.
   *
   * @throws BadInput naming a key that means nothing, since a typing error would else be silent
   */
  public Config config() {
    Config reference = ConfigFactory.defaultReferenceUnresolved();
    Config config = ConfigFactory.empty();
    for (var entry : values.entrySet()) {
      try {
        refuseUnknown(entry.getKey(), reference);
        config = config.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(entry.getValue()));
      } catch (ConfigException e) {
        throw new BadInput("setting -D" + entry.getKey() + " has no key's form: " + Line.of(e), e);
      }
    }
    return config;
  }

  /** As they were typed, for the command line of another process. */
  public List<String> arguments() {
    return values.entrySet().stream().map(e -> "-D" + e.getKey() + "=" + e.getValue()).toList();
  }

  private static void refuseUnknown(String key, Config reference) {
    if (!key.startsWith("synod.") && !key.startsWith("pekko.")) {
      throw new BadInput(
          "setting -D" + key + " is none of synod.* and pekko.*; give JVM properties before -jar");
    }
    if (key.startsWith("synod.") && !reference.hasPathOrNull(key)) {
      throw new BadInput(
          "setting -D" + key + " does not exist; reference.conf lists all keys under synod");
    }
  }
}
