package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of idle persistence ids, which must be known for ever, cost room but no work. */
class NamesTest {
  /** Their names need three segments and more. */
  private static final int IDS = 1000;

  @TempDir(factory = InMemory.class)
  private Path temp;

  private static long written(Shelf shelf) {
    return shelf.store().figures().written().bytes();
  }

  private static void settle(Shelf shelf) {
    for (int i = 0; i < 20; i++) {
      shelf.highest("id-1");
    }
  }

  private static void assertAllKnown(Shelf shelf) {
    for (int i = 1; i <= IDS; i++) {
      assertThat(shelf.highest("id-" + i)).isEqualTo(1);
      assertThat(Shelf.answer(shelf.store().deletedTo("id-" + i))).isEqualTo(1);
    }
  }

  @Test
  void theyAreNotToldAgainAndAgain() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      for (int i = 1; i <= IDS; i++) {
        shelf.append("id-" + i, 1, "x".repeat(200));
      }
      for (int i = 1; i <= IDS; i++) {
        shelf.delete("id-" + i, 1);
      }
      settle(shelf);
      assertThat(shelf.segments()).hasSizeLessThan(12).doesNotContain(1L);
      long before = written(shelf);
      for (int i = 1; i <= 50; i++) {
        shelf.append("one", i, "x");
      }
      assertThat(written(shelf) - before).isLessThan(50 * 200);
      settle(shelf);
      assertAllKnown(shelf);
    }
    Copies.remove(new Layout(temp.resolve("n1")).index());
    try (Shelf shelf = Shelf.open(temp)) {
      assertAllKnown(shelf);
    }
  }

  /** Each segment that goes makes more room than was written for it; so it does not grow either. */
  @Test
  void theyKeepNoMoreThanTwiceTheirRoom() {
    try (Shelf shelf = Shelf.open(temp)) {
      for (int round = 1; round <= 3; round++) {
        for (int i = 1; i <= IDS; i++) {
          shelf.append("id-" + i, round, "x".repeat(200));
          shelf.delete("id-" + i, round);
        }
      }
      settle(shelf);
      assertThat(shelf.segments()).hasSizeLessThan(12);
    }
    try (Shelf shelf = Shelf.open(temp)) {
      long before = written(shelf);
      settle(shelf);
      assertThat(written(shelf) - before).isLessThan(16 << 10);
    }
  }
}
