package dev.synod.persistence.store;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How a store is opened.
 *
 * @param directory where it lies; its parent exists
 * @param marker the file outside of the directory that says whose data belong there
 * @param format whether an absent store is made, if there is no marker either
 * @param limits how much it takes at once
 * @param engine what the index is kept with
 * @param onFailure is told, on the writer's thread, of the failure after which nothing is confirmed
 */
public record StoreOptions(
    Path directory,
    Path marker,
    boolean format,
    Limits limits,
    IndexEngine engine,
    Consumer<StoreException> onFailure) {
  /** Checks that the marker would outlive the directory. */
  public StoreOptions {
    Path inside = directory.toAbsolutePath().normalize();
    if (marker.toAbsolutePath().normalize().startsWith(inside)) {
      throw new IllegalArgumentException(
          "synod.persistence.leveldb.marker = %s must lie outside of synod.persistence.leveldb.dir = %s: it is to tell that the directory is gone"
              .formatted(marker, directory));
    }
  }

  /** The usual ones for a directory: made if absent, with its marker beside it. */
  public static StoreOptions at(Path directory) {
    return new StoreOptions(
        directory, beside(directory), true, Limits.standard(), IndexEngine.AUTO, failure -> {});
  }

  /** The same with other limits. */
  public StoreOptions with(Limits other) {
    return new StoreOptions(directory, marker, format, other, engine, onFailure);
  }

  /** The same with another engine. */
  public StoreOptions with(IndexEngine other) {
    return new StoreOptions(directory, marker, format, limits, other, onFailure);
  }

  /** The same, but an absent store is refused. */
  public StoreOptions neverFormat() {
    return new StoreOptions(directory, marker, false, limits, engine, onFailure);
  }

  /** Where a directory's marker is if nothing else is said: beside it, with the ending .synod. */
  public static Path beside(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + ".synod");
  }
}
