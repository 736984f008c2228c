package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is there whole, or not at all, or it is an error. */
class SnapshotTest {
  private static final String LARGE = "0123456789".repeat(5000);

  @TempDir private Path temp;

  @Test
  void theNewestIsReadBackThroughManySegments() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.save("a", 3, 30, "small");
      shelf.save("a", 7, 70, LARGE);
      shelf.save("b", 9, 90, "");
      assertThat(shelf.segments()).hasSizeGreaterThan(3);
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.newest("a")).hasValue("7 " + LARGE);
      assertThat(shelf.newest("b")).hasValue("9 ");
      assertThat(shelf.newest("c")).isEmpty();
      assertThat(Shelf.answer(shelf.store().newestSnapshot("a", id -> id.time() < 70)))
          .hasValueSatisfying(older -> assertThat(older.id()).isEqualTo(new SnapshotId(3, 30)));
    }
  }

  /** What others store, such as a vote, would wait behind all of it. */
  @Test
  void ofOneThatIsSavedOnlyOneChunkWaitsAtATime() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.save("a", 7, 70, LARGE);

      Figures.Queue queue = shelf.store().figures().queue();
      assertThat(queue.mostBytes()).isLessThan(LARGE.length() / 10);
      assertThat(queue.mostRequests()).isEqualTo(1);
    }
  }

  @Test
  void itMayBeHandedOverInParts() {
    List<ByteBuffer> parts = List.of(Shelf.bytes("head, "), Shelf.bytes(LARGE), Shelf.bytes("."));
    try (Shelf shelf = Shelf.open(temp)) {
      Shelf.answer(shelf.store().saveSnapshot("a", new SnapshotId(7, 70), parts));
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.newest("a")).hasValue("7 head, " + LARGE + ".");
    }
  }

  /** The segment is larger than what is read at once, so that nothing read stays by chance. */
  @Test
  void itIsReadBackFromALargeSegment() {
    Limits large = new Limits(4 << 20, 1 << 20, 1 << 20, 64, 8 << 20, 0);
    StoreOptions options = Shelf.options(temp).with(large);
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      shelf.save("a", 7, 70, LARGE);
    }
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      assertThat(shelf.newest("a")).hasValue("7 " + LARGE);
    }
  }

  @Test
  void oneWithTheSameNumberReplacesTheFirst() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.save("a", 3, 30, "first");
      shelf.save("a", 3, 31, "second");
      assertThat(shelf.newest("a")).hasValue("3 second");
      Shelf.answer(shelf.store().deleteSnapshots("a", id -> id.sequence() == 3));
      assertThat(shelf.newest("a")).isEmpty();
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.newest("a")).isEmpty();
    }
  }

  @Test
  void aDeletedOneMakesRoom() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.save("a", 1, 1, LARGE);
      shelf.save("a", 2, 2, LARGE);
      int both = shelf.segments().size();
      Shelf.answer(shelf.store().deleteSnapshots("a", id -> id.sequence() == 1));
      shelf.highest("a");
      assertThat(shelf.segments()).hasSizeLessThan(both);
      assertThat(shelf.newest("a")).hasValue("2 " + LARGE);
    }
  }

  /** Rule D2: never an older one in its stead. */
  @Test
  void aDamagedNewestOneIsAnError() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.save("a", 1, 1, "older");
      shelf.save("a", 2, 2, LARGE);
      Path segment = new Layout(temp.resolve("n1")).segment(2);
      byte[] bytes = Files.readAllBytes(segment);
      int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("0123456789");
      bytes[at] ^= 1;
      Files.write(segment, bytes);

      assertThatThrownBy(() -> shelf.newest("a"))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(segment.toString(), "of snapshot 2 of 'a' is not there");
    }
  }

  /** Damage would tell the operator to replace the member. */
  @Test
  void oneThatIsDeletedBeforeItIsReadIsNoDamage() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.save("a", 1, 1, LARGE);
      StoredSnapshot found = newest(shelf);
      shelf.save("a", 2, 2, LARGE);
      Shelf.answer(shelf.store().deleteSnapshots("a", id -> id.sequence() == 1));
      shelf.highest("a");

      assertThatThrownBy(found::read)
          .isInstanceOfSatisfying(
              StoreException.class,
              gone -> assertThat(gone.kind()).isEqualTo(StoreException.Kind.GONE))
          .hasMessageContaining("snapshot 1 of 'a' was deleted before it was read");
    }
  }

  @Test
  void oneWhoseSegmentIsMissingIsDamageStill() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.save("a", 1, 1, LARGE);
      StoredSnapshot found = newest(shelf);
      Files.delete(new Layout(temp.resolve("n1")).segment(2));

      assertThatThrownBy(found::read)
          .isInstanceOfSatisfying(
              StoreException.class,
              missing -> assertThat(missing.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }
  }

  /** Java closes a file whose reader is interrupted. */
  @Test
  void aReaderThatIsInterruptedIsNotToldOfDamage() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one");
      shelf.save("a", 1, 1, "state");
      StoredSnapshot found = newest(shelf);
      Replay replay = Shelf.answer(shelf.store().replay("a", 1, 1, 1));

      assertInterrupted(found::read);
      assertInterrupted(() -> replay.forEach((sequence, bytes) -> {}));

      assertThat(shelf.newest("a")).hasValue("1 state");
    }
    assertInterrupted(() -> Inspection.report(temp.resolve("n1")));
    Path directory = temp.resolve("n1");
    try (Inspection inspection = Inspection.of(directory, StoreOptions.beside(directory))) {
      assertInterrupted(inspection::report);
      assertThat(inspection.report().damages()).isEmpty();
    }
  }

  private static void assertInterrupted(ThrowableAssert.ThrowingCallable reading) {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(reading)
          .isInstanceOfSatisfying(
              StoreException.class,
              cut -> assertThat(cut.kind()).isNotEqualTo(StoreException.Kind.DAMAGED));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static StoredSnapshot newest(Shelf shelf) {
    return Shelf.answer(shelf.store().newestSnapshot("a", any -> true)).orElseThrow();
  }

  @Test
  void oneThatFailsOnItsWayIsNotThere() {
    FaultyDisk disk = new FaultyDisk();
    try (Shelf shelf = Shelf.open(disk, Shelf.options(temp))) {
      shelf.save("a", 1, 1, "older");
      disk.failSync(3);
      assertThatThrownBy(() -> shelf.save("a", 2, 2, LARGE)).hasMessageContaining("on purpose");
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.newest("a")).hasValue("1 older");
    }
  }
}
