package dev.synod.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a run's story is written: among what the build makes, else among temporary files. */
final class Places {
  private Places() {}

  static Path forStory(long seed) {
    return Stream.of("target", "build")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
        .resolve("synod-seed-" + seed + ".txt");
  }
}
