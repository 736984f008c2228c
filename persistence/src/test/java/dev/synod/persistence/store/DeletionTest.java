package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted stays deleted and makes room; what is known of it stays known. */
class DeletionTest {
  private static final String LONG = "x".repeat(900);

  @TempDir private Path temp;

  private static void fill(Shelf shelf, String id, int from, int to) {
    for (int i = from; i <= to; i++) {
      shelf.append(id, i, LONG);
    }
  }

  /** Opened again as after a crash of the index: everything comes from the segments. */
  private Shelf fresh() throws IOException {
    Copies.remove(new Layout(temp.resolve("n1")).index());
    return Shelf.open(temp);
  }

  @Test
  void deletedEventsAreNotReadAndTheHighestNumberStays() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one", "two", "three");
      shelf.delete("a", 2);
      assertThat(shelf.read("a")).containsExactly("3 three");
      shelf.delete("a", Long.MAX_VALUE);
      assertThat(shelf.read("a")).isEmpty();
      assertThat(shelf.highest("a")).isEqualTo(3);
      shelf.delete("nobody", 7);
      assertThat(shelf.highest("nobody")).isZero();
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a")).isEmpty();
      assertThat(shelf.highest("a")).isEqualTo(3);
      assertThat(Shelf.answer(shelf.store().deletedTo("a"))).isEqualTo(3);
      assertThatThrownBy(() -> shelf.append("a", 3, "again")).hasMessageContaining("two writers");
      shelf.append("a", 4, "four");
      assertThat(shelf.read("a")).containsExactly("4 four");
    }
  }

  @Test
  void segmentsThatNobodyNeedsAreRemovedAlsoFromTheMiddle() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("quiet", 1, "still needed");
      fill(shelf, "a", 1, 120);
      int before = shelf.segments().size();
      shelf.append("late", 1, "needed too");
      fill(shelf, "a", 121, 160);
      shelf.delete("a", 155);

      shelf.highest("a");
      assertThat(shelf.segments()).hasSizeLessThan(before).contains(1L).doesNotContain(2L);
      assertThat(shelf.read("quiet")).containsExactly("1 still needed");
      assertThat(shelf.read("late")).containsExactly("1 needed too");
      assertThat(shelf.read("a")).hasSize(5);
    }
    check(Shelf.open(temp));
    check(fresh());
  }

  private static void check(Shelf opened) {
    try (opened) {
      assertThat(opened.read("quiet")).containsExactly("1 still needed");
      assertThat(opened.read("late")).containsExactly("1 needed too");
      assertThat(opened.read("a")).hasSize(5);
      assertThat(opened.highest("a")).isEqualTo(160);
    }
  }

  /** What told of an idle persistence id is told again before its segment goes. */
  @Test
  void theHighestNumberOutlivesAllSegmentsThatHeldTheEvents() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("idle", 1, "one", "two");
      shelf.save("idle", 2, 1, "state");
      shelf.delete("idle", 2);
      Shelf.answer(shelf.store().deleteSnapshots("idle", any -> true));
      fill(shelf, "a", 1, 60);
      shelf.delete("a", 60);
      fill(shelf, "a", 61, 90);
      shelf.highest("a");
      assertThat(shelf.segments()).doesNotContain(1L);
    }
    for (int round = 0; round < 2; round++) {
      try (Shelf shelf = round == 0 ? Shelf.open(temp) : fresh()) {
        assertThat(shelf.highest("idle")).isEqualTo(2);
        assertThat(shelf.read("idle")).isEmpty();
        assertThat(shelf.newest("idle")).isEmpty();
        assertThat(Shelf.answer(shelf.store().deletedTo("idle"))).isEqualTo(2);
      }
    }
  }

  /** The deletion itself stood in a segment that went before the one with the snapshot. */
  @Test
  void aDeletedSnapshotDoesNotComeBack() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("quiet", 1, "keeps the first segment");
      shelf.save("b", 5, 1, "state");
      fill(shelf, "a", 1, 30);
      Shelf.answer(shelf.store().deleteSnapshots("b", any -> true));
      fill(shelf, "a", 31, 60);
      shelf.delete("a", 60);
      fill(shelf, "a", 61, 90);
      shelf.highest("a");
      assertThat(shelf.segments()).contains(1L).doesNotContain(2L, 3L);
    }
    try (Shelf shelf = fresh()) {
      assertThat(shelf.newest("b")).isEmpty();
      assertThat(shelf.read("quiet")).hasSize(1);
    }
  }

  @Test
  void aSegmentWhoseRemovalWasInterruptedIsRemovedAtTheNextStart() throws IOException {
    Layout layout = new Layout(temp.resolve("n1"));
    byte[] first;
    try (Shelf shelf = Shelf.open(temp)) {
      fill(shelf, "a", 1, 40);
      first = Files.readAllBytes(layout.segment(1));
      shelf.delete("a", 40);
      shelf.highest("a");
      assertThat(shelf.segments()).doesNotContain(1L);
    }
    Files.write(layout.segment(1), first);
    try (Shelf shelf = fresh()) {
      assertThat(shelf.read("a")).isEmpty();
      assertThat(shelf.highest("a")).isEqualTo(40);
      assertThat(shelf.segments()).doesNotContain(1L);
    }
  }
}
