package dev.synod.persistence.store;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Copies, removes and lists the files of a store; also of one that is open, as a crash would. */
final class Copies {
  private Copies() {}

  /** Has in one place just what is in the other. */
  static void copy(Path from, Path to) throws IOException {
    if (!copied(from, to)) {
      await().until(() -> copied(from, to));
    }
  }

  /** Whether no file was being made: an open store's next segment has another name until then. */
  private static boolean copied(Path from, Path to) throws IOException {
    remove(to);
    try (Stream<Path> files = Files.walk(from)) {
      // A marker first: it must not know more than the directory that is copied after it.
      Comparator<Path> markersFirst =
          Comparator.comparing(file -> !file.equals(from) && !file.toString().endsWith(".synod"));
      for (Path file : files.sorted(markersFirst.thenComparing(path -> path)).toList()) {
        if (file.toString().endsWith(".new")) {
          return false;
        }
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
      return true;
    } catch (UncheckedIOException | NoSuchFileException renamed) {
      return false;
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
}
