package dev.synod.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a {@link JvmProcess} is started. */
public final class JvmPlan {
  /** For short lives on few cores: the second compiler would take more time than it saves. */
  private static final List<String> FRUGAL =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");

  private final List<String> options = new ArrayList<>(FRUGAL);
  private final String main;
  private final List<String> arguments;
  private String classPath = System.getProperty("java.class.path");

  JvmPlan(Class<?> main, List<String> arguments) {
    this.main = main.getName();
    this.arguments = arguments;
  }

  /** Options of the JVM, such as {@code -Xmx256m}. */
  public JvmPlan options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Another class path than that of this JVM; testkit must be on it. */
  public JvmPlan classPath(String path) {
    classPath = path;
    return this;
  }

  /**
   * Starts the JVM.
   *
   * @throws java.io.UncheckedIOException if the operating system can't
   */
  public JvmProcess start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, Leash.class.getName(), main));
    command.addAll(arguments);
    return JvmProcess.start(main, command);
  }
}
