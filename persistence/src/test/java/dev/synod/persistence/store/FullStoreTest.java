package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a disk that has no room for another segment a store can be emptied, and then goes on. */
class FullStoreTest {
  private static final int SEGMENTS = 4;

  @TempDir(factory = InMemory.class)
  private Path temp;

  private final FaultyDisk disk = new FaultyDisk();

  /** Fills it with events of so many bytes; gives back how many they are. */
  private int fill(Shelf shelf, int bytes) {
    int stored = 0;
    while (true) {
      if (shelf.segments().size() == SEGMENTS) {
        disk.free(1 << 20);
      }
      try {
        shelf.append("a", stored + 1, "x".repeat(bytes));
        stored++;
      } catch (StoreException full) {
        assertThat(full.kind()).isEqualTo(StoreException.Kind.FULL);
        return stored;
      }
    }
  }

  private static void assertEmptied(Shelf shelf, int highest) {
    assertThat(shelf.highest("a")).isEqualTo(highest);
    assertThat(shelf.segments()).doesNotContain(1L, 2L, 3L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 200, 900})
  void whenAllIsDeletedTheSegmentsGo(int bytes) {
    int stored;
    try (Shelf shelf = Shelf.open(disk, temp)) {
      stored = fill(shelf, bytes);
      shelf.delete("a", stored);
      assertEmptied(shelf, stored);
    }
    disk.free(Long.MAX_VALUE);
    try (Shelf shelf = Shelf.open(disk, temp)) {
      assertEmptied(shelf, stored);
      shelf.append("a", stored + 1, "room again");
      assertThat(shelf.read("a")).containsExactly((stored + 1) + " room again");
    }
  }

  /** What the deletions need they may not take from what says that a segment went. */
  @Test
  void theLastDeletionForWhichThereIsRoomMakesRoom() {
    long deletions = deletionsUntilFull(temp.resolve("other"));
    assertThat(deletions).isGreaterThan(5);

    disk.free(Long.MAX_VALUE);
    try (Shelf shelf = Shelf.open(disk, temp)) {
      int stored = fill(shelf, 40);
      for (int i = 1; i < deletions; i++) {
        shelf.delete("a", i);
      }
      shelf.delete("a", stored);
      assertEmptied(shelf, stored);
    }
  }

  /** How many deletions are confirmed, each of one event, if each is a batch of its own. */
  private long deletionsUntilFull(Path place) {
    assertThat(place.toFile().mkdir()).isTrue();
    try (Shelf shelf = Shelf.open(disk, place)) {
      int stored = fill(shelf, 40);
      assertThatThrownBy(
              () -> {
                for (int i = 1; i <= stored; i++) {
                  shelf.delete("a", i);
                }
              })
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("min-free-bytes");
      return Shelf.answer(shelf.store().deletedTo("a"));
    }
  }

  /** Each start and each end is noted, but not there. */
  @Test
  void manyStartsDoNotTakeTheRoomEither() {
    int stored;
    try (Shelf shelf = Shelf.open(disk, temp)) {
      stored = fill(shelf, 40);
    }
    for (int i = 0; i < 40; i++) {
      Shelf.open(disk, Shelf.options(temp).with(IndexEngine.MEMORY)).close();
    }
    try (Shelf shelf = Shelf.open(disk, temp)) {
      shelf.delete("a", stored);
      assertEmptied(shelf, stored);
    }
  }
}
