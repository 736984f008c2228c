package dev.synod.testkit;

import java.lang.StackWalker.StackFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a run belongs: its test, and the file of its story. */
final class Places {
  private Places() {}

  /** Among what the build makes, else among temporary files. */
  static Path forStory(Class<?> test, long seed) {
    return Stream.of("target", "build")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
        .resolve("synod-" + test.getSimpleName() + "-seed-" + seed + ".txt");
  }

  /** The class that JUnit, or whoever else launches tests, has called; not one that it calls. */
  static Class<?> test() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .<Class<?>>map(StackFrame::getDeclaringClass)
                    .takeWhile(type -> !type.getName().startsWith("org.junit."))
                    .reduce(Places.class, (inner, outer) -> outer));
  }
}
