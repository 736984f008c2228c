package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored is there again, in the same process and after it. */
class StoreTest {
  @TempDir private Path temp;

  @Test
  void eventsAreReadBackInTheirOrder() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one", "two");
      shelf.append("b", 1, "eins");
      shelf.append("a", 3, "three");

      assertThat(shelf.read("a")).containsExactly("1 one", "2 two", "3 three");
      assertThat(shelf.read("b")).containsExactly("1 eins");
      assertThat(shelf.read("c")).isEmpty();
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a")).containsExactly("1 one", "2 two", "3 three");
      assertThat(shelf.highest("a")).isEqualTo(3);
      shelf.append("a", 4, "four");
      assertThat(shelf.read("a", 2, 3, 9)).containsExactly("2 two", "3 three");
      assertThat(shelf.read("a", 2, 9, 2)).containsExactly("2 two", "3 three");
      assertThat(shelf.read("a", 4, 9, 9)).containsExactly("4 four");
      assertThat(shelf.read("a", 5, 9, 9)).isEmpty();
    }
  }

  @Test
  void manySegmentsAreReadLikeOne() {
    try (Shelf shelf = Shelf.open(temp)) {
      for (int i = 1; i <= 500; i++) {
        shelf.append("a", i, "event " + i + "x".repeat(300));
        shelf.append("b" + i % 7, (i - 1) / 7 + 1, "other");
      }
      assertThat(shelf.segments().size()).isGreaterThan(10);
      assertThat(shelf.read("a")).hasSize(500).startsWith("1 event 1" + "x".repeat(300));
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a")).hasSize(500);
      assertThat(shelf.read("b3")).hasSize(72);
    }
  }
}
