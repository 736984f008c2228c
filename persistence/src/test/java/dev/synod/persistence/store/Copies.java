package dev.synod.persistence.store;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Copies, removes and lists the files of a store; also of one that is open, as a crash would. */
final class Copies {
  private Copies() {}

  /** Has in one place just what is in the other. */
  static void copy(Path from, Path to) throws IOException {
    // An open store may just make its next segment, which has another name until it is whole.
    if (unfinished(from) > 0) {
      await().until(() -> unfinished(from) == 0);
    }
    remove(to);
    try (Stream<Path> files = Files.walk(from)) {
      // A marker first: it must not know more than the directory that is copied after it.
      Comparator<Path> markersFirst =
          Comparator.comparing(file -> !file.equals(from) && !file.toString().endsWith(".synod"));
      for (Path file : files.sorted(markersFirst.thenComparing(path -> path)).toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  static void remove(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static long unfinished(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(file -> file.toString().endsWith(".new")).count();
    } catch (UncheckedIOException renamed) {
      return 1;
    }
  }
}
