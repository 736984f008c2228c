package dev.synod.demo.storage;

import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Directories;
import dev.synod.demo.input.Line;
import dev.synod.persistence.store.Inspection;
import dev.synod.persistence.store.StoreException;
import dev.synod.persistence.store.StoreOptions;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which store is looked into, as it is typed. */
final class ClosedStore {
  @Parameters(paramLabel = "DIR", description = "the data directory of a node that does not run")
  private @Nullable Path directory;

  @Option(
      names = "--marker",
      paramLabel = "FILE",
      description = "its marker, where that is not DIR.synod")
  private @Nullable Path marker;

  /**
   * Reads it.
   *
   * @throws BadInput if there is none, a process holds it, or it can't be read
   */
  Inspection inspect() {
    Path named = Directories.requireNamed("DIR", Objects.requireNonNull(directory));
    try {
      return Inspection.of(named, marker == null ? StoreOptions.beside(named) : marker);
    } catch (StoreException refused) {
      throw new BadInput(Line.of(refused), refused);
    }
  }

  @Override
  public String toString() {
    return String.valueOf(directory);
  }
}
