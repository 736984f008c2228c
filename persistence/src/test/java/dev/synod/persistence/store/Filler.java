package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fills the small disk on which its directory lies with events of 4 KiB until one is refused, and
 * says what it has seen. It is then opened again, and all that was confirmed must be there.
 */
final class Filler {
  private static final String EVENT = "x".repeat(4 << 10);
  private static final int SEGMENT = 1 << 20;

  private final Path temp;
  private final StoreOptions options;
  private final Disk disk;
  private long confirmed;

  private Filler(Path temp, StoreOptions options, Disk disk) {
    this.temp = temp;
    this.options = options;
    this.disk = disk;
  }

  /** Directory, engine of the index, min-free-bytes, and what is special about the disk. */
  public static void main(String[] arguments) throws IOException {
    Path temp = Path.of(arguments[0]);
    Limits limits =
        new Limits(SEGMENT, 64 << 10, 64 << 10, 64, 1 << 20, Long.parseLong(arguments[2]));
    StoreOptions options =
        StoreOptions.at(temp.resolve("n1")).with(IndexEngine.valueOf(arguments[1])).with(limits);
    // The faulty one says that it is never full.
    Disk disk = arguments[3].equals("blind") ? new FaultyDisk() : Disk.real();
    try {
      new Filler(temp, options, disk).run(arguments[3].equals("shared"));
    } catch (StoreException refused) {
      System.out.println("refused: " + refused.getMessage());
    }
  }

  private void run(boolean shared) throws IOException {
    StoreException refusal;
    try (Shelf shelf = Shelf.open(disk, options)) {
      if (shared) {
        shelf.append("a", ++confirmed, EVENT);
        leave(SEGMENT);
      }
      refusal = fill(shelf);
      System.out.println(refusal.kind() + " after " + confirmed + ": " + refusal.getMessage());
      if (refusal.kind() == StoreException.Kind.FULL) {
        require(shelf.store().failure().isEmpty(), "no failure");
        shelf.delete("a", confirmed - 10);
        makeRoom();
        shelf.append("a", ++confirmed, EVENT);
        System.out.println("room again");
      }
    }
    makeRoom();
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      long deleted = Shelf.answer(shelf.store().deletedTo("a"));
      long highest = shelf.highest("a");
      require(highest == confirmed || highest == confirmed + 1, "highest " + highest);
      require(shelf.read("a").size() == highest - deleted, "all events");
      shelf.delete("a", highest);
      shelf.append("a", highest + 1, EVENT);
      System.out.println("all there");
    }
  }

  private StoreException fill(Shelf shelf) {
    while (confirmed < 10_000) {
      try {
        shelf.append("a", confirmed + 1, EVENT);
        confirmed++;
      } catch (StoreException refused) {
        return refused;
      }
    }
    throw new IllegalStateException("nothing was refused");
  }

  /** Something else takes all of the disk but this. */
  private void leave(int bytes) throws IOException {
    long free = Files.getFileStore(temp).getUsableSpace();
    Files.write(temp.resolve("other"), new byte[(int) (free - bytes)]);
  }

  private void makeRoom() throws IOException {
    Files.deleteIfExists(temp.resolve("other"));
  }

  private static void require(boolean fact, String what) {
    if (!fact) {
      throw new IllegalStateException("expected: " + what);
    }
  }
}
