package dev.synod.demo.process;

import java.io.File;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final String JAR = ".jar";

  private static final BigInteger KIBI = BigInteger.valueOf(1024);
  private static final Pattern HEAP = Pattern.compile("(?:-Xmx|-XX:MaxHeapSize=)(.*)");
  private static final Pattern SIZE = Pattern.compile("(\\d+)([kKmMgGtT]?)");

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
    command.addAll(archived(classPath));
    command.addAll(options);
    command.addAll(OPEN);
    command.addAll(List.of("-cp", classPath, MAIN));
    command.addAll(arguments);
    return command;
  }

  /**
   * The bytes that the heap may have, as the last of the options says that speaks of it; empty
   * where none does, or what it says is no size.
   */
  public OptionalLong heap() {
    return options.stream()
        .map(HEAP::matcher)
        .filter(Matcher::matches)
        .reduce((earlier, later) -> later)
        .map(said -> SIZE.matcher(said.group(1)))
        .filter(Matcher::matches)
        .map(size -> OptionalLong.of(bytes(size.group(1), size.group(2))))
        .orElseGet(OptionalLong::empty);
  }

  private static long bytes(String number, String unit) {
    int power = unit.isEmpty() ? 0 : 1 + "kmgt".indexOf(unit.toLowerCase(Locale.ROOT));
    return new BigInteger(number)
        .multiply(KIBI.pow(power))
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  /**
   * With an archive of classes, {@code synod-demo.jsa} beside {@code synod-demo.jar}, a JVM starts
   * in half the time. One of another jar or another Java is passed over, with a warning that must
   * not get between the lines on stdout, which are for the parent.
   */
  private static List<String> archived(String classPath) {
    if (!classPath.endsWith(JAR) || classPath.contains(File.pathSeparator)) {
      return List.of();
    }
    Path archive = Path.of(classPath.substring(0, classPath.length() - JAR.length()) + ".jsa");
    return Files.isRegularFile(archive)
        ? List.of(
            "-Xshare:auto",
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:disable",
            "-Xlog:all=warning:stderr")
        : List.of();
  }
}
