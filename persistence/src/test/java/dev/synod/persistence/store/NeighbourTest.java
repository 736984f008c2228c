package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one caller does wrong fails its own request and concerns no other. */
class NeighbourTest {
  @TempDir private Path temp;
  private Shelf shelf;

  @BeforeEach
  void open() {
    shelf = Shelf.open(temp);
    shelf.append("a", 1, "one");
  }

  @AfterEach
  void theOthersGoOn() {
    try (Shelf open = shelf) {
      open.append("a", 2, "two");
      assertThat(open.store().failure()).isEmpty();
      assertThat(open.read("a")).containsExactly("1 one", "2 two");
    }
  }

  @Test
  void aPredicateThatThrows() {
    shelf.save("b", 1, 1, "state");

    assertThatThrownBy(
            () ->
                Shelf.answer(
                    shelf
                        .store()
                        .deleteSnapshots(
                            "b",
                            id -> {
                              throw new IllegalStateException("thrown by " + id);
                            })))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("thrown by ");
    assertThat(shelf.newest("b")).isNotNull();
  }

  @Test
  void aSnapshotOfTooManyEventsThatWereNeverHere() {
    shelf.save("b", 3_000_000_000L, 1, "state");

    assertThatThrownBy(() -> shelf.append("b", 3_000_000_001L, "next"))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("event 3000000001 of 'b'", "2147483647");
  }

  /** Two such ids would be one on the disk. */
  @Test
  void aPersistenceIdThatIsNoText() {
    assertThatThrownBy(() -> shelf.append("\uD800", 1, "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
    shelf.append("?", 1, "other");
    assertThat(shelf.read("?")).containsExactly("1 other");
  }
}
