package dev.synod.demo.process;

import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of a command keep their data.
 *
 * @param command whose nodes they are
 * @param passing deleted when the command ends
 */
public record Home(String command, Path path, boolean passing) {

  /**
   * The directory that was named, or a new one that passes.
   *
   * @throws BadInput if it can't be
   */
  public static Home of(String command, @Nullable Path named) {
    try {
      return named == null
          ? new Home(command, Files.createTempDirectory("synod-" + command + "-"), true)
          : new Home(command, existing(Directories.requireNamed("--data-dir", named)), false);
    } catch (IOException e) {
      throw new BadInput("data directory " + named + " can't be used: " + e, e);
    }
  }

  /** Removes what passes; what can't be removed now stays. */
  public void remove() {
    if (!passing || !Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> bottomUp = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : bottomUp) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println(command + ": " + path + " can't be removed: " + e);
    }
  }

  private static Path existing(Path named) throws IOException {
    return Files.isDirectory(named) ? named : Files.createDirectory(named);
  }
}
