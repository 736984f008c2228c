package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which file lies where in a store's directory. */
record Layout(Path root) {
  static final String SUFFIX = ".segment";
  private static final String UNFINISHED = ".new";

  /** Where the segments are. */
  Path journal() {
    return root.resolve("journal");
  }

  /** Where the index is: a cache, which may be deleted while the store is closed. */
  Path index() {
    return root.resolve("index");
  }

  /** Names the format and the incarnation. */
  Path format() {
    return journal().resolve("FORMAT");
  }

  Path segment(long number) {
    return journal().resolve("%016d%s".formatted(number, SUFFIX));
  }

  /** A segment while it is made; one that is left over is worth nothing. */
  Path unfinished(long number) {
    return journal().resolve("%016d%s".formatted(number, UNFINISHED));
  }

  /** The numbers of the segment files that are there. */
  SortedSet<Long> segments(Disk disk) throws IOException {
    SortedSet<Long> numbers = new TreeSet<>();
    for (Path file : disk.list(journal())) {
      String name = file.getFileName().toString();
      if (name.endsWith(SUFFIX)) {
        numbers.add(number(file, name.substring(0, name.length() - SUFFIX.length())));
      }
    }
    return numbers;
  }

  private static long number(Path file, String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED,
          "%s has no segment's name; move it out of the directory".formatted(file),
          e);
    }
  }
}
