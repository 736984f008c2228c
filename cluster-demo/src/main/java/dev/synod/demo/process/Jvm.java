package dev.synod.demo.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a JVM of the demo is started.
 *
 * @param options of the JVM itself, before the class path
 */
public record Jvm(String classPath, List<String> options) {
  private static final String MAIN = "dev.synod.demo.Main";

  /** What LevelDB's library and Artery need. */
  private static final List<String> OPEN =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED");

  /** For short lives on few cores: the second compiler would take more time than it saves. */
  private static final List<String> BRIEF =
      List.of(
          "-XX:TieredStopAtLevel=1", "-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:-UsePerfData");

  /** Copies what it is given. */
  public Jvm {
    options = List.copyOf(options);
  }

  /** For a life of seconds. */
  public static Jvm brief(String classPath) {
    return new Jvm(classPath, BRIEF);
  }

  /** The command line that runs a command of the demo in it. */
  public List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(OPEN);
    command.addAll(List.of("-cp", classPath, MAIN));
    command.addAll(arguments);
    return command;
  }
}
