package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each record may be right and the store wrong all the same: an inspection adds them up. */
class ForgedStoreTest {
  @TempDir private Path temp;

  private Path segment() {
    return new Layout(temp.resolve("n1")).segment(1);
  }

  private List<Damage> damages() {
    Path store = temp.resolve("n1");
    try (Inspection inspection = Inspection.of(store, StoreOptions.beside(store))) {
      return inspection.report().damages();
    }
  }

  /** Its records are whole, but what they make together is not what was saved. */
  @Test
  void aSnapshotThatIsNotWhatWasSavedIsNamedWithItsPlace() throws IOException {
    Place chunk = new Place(1, SegmentHeader.SIZE + 34 + 37 + Frames.HEAD + 25);
    Forgery.write(
        temp.resolve("n1"),
        new Entry.Row(new TreeSet<>(List.of(1L))),
        new Entry.Name(1, 0, 0, List.of(), "a"),
        new Entry.Chunk(1, 77, 0, Shelf.bytes("state")),
        new Entry.Snapshot(
            1,
            77,
            new SnapshotId(3, 30),
            5,
            StoredSnapshot.sha256(List.of(Shelf.bytes("other"))),
            List.of(chunk)));

    assertThat(damages())
        .singleElement()
        .asString()
        .startsWith(segment() + ": byte ")
        .contains("snapshot 3 of 'a' is not what was saved");
  }

  @Test
  void eventsThatDoNotFollowEachOtherAreDamage() throws IOException {
    Forgery.write(
        temp.resolve("n1"),
        new Entry.Row(new TreeSet<>(List.of(1L))),
        new Entry.Name(1, 0, 0, List.of(), "a"),
        new Entry.Event(1, 1, 0, List.of(Shelf.bytes("one"))),
        new Entry.Event(1, 3, 0, List.of(Shelf.bytes("three"))));

    assertThat(damages())
        .singleElement()
        .asString()
        .startsWith(segment() + ": byte ")
        .endsWith("event 3 of 'a' follows event 2, but there is 1");
  }

  /** The record that gives an id its name says how far its events went. */
  @Test
  void eventsThatAreGoneWithoutADeletionAreDamage() throws IOException {
    Forgery.write(
        temp.resolve("n1"),
        new Entry.Row(new TreeSet<>(List.of(1L))),
        new Entry.Name(1, 4, 2, List.of(), "a"),
        new Entry.Event(1, 5, 0, List.of(Shelf.bytes("five"))),
        new Entry.Name(2, 7, 7, List.of(), "all deleted"),
        new Entry.Name(3, 7, 6, List.of(), "gone"));

    assertThat(damages())
        .extracting(Damage::what)
        .containsExactly(
            "event 3 and up to 1 after it of 'a' are missing", "event 7 of 'gone' is missing");
  }
}
