package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequence numbers: none twice, and none missing without a reason that is stored. */
class SequenceTest {
  @TempDir private Path temp;
  private Shelf shelf;

  @BeforeEach
  void open() {
    shelf = Shelf.open(temp);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  private void reopen() {
    shelf.close();
    shelf = Shelf.open(temp);
  }

  @Test
  void aSecondWriterIsRefusedAndHarmsNobody() {
    shelf.append("a", 1, "one", "two");

    assertThatThrownBy(() -> shelf.append("a", 2, "another two"))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("event 2 of 'a' is not stored", "event 2 is", "two writers");
    shelf.append("a", 3, "three");
    shelf.append("b", 1, "one");
    assertThat(shelf.read("a")).containsExactly("1 one", "2 two", "3 three");
  }

  @Test
  void aHoleIsRefused() {
    shelf.append("a", 1, "one");

    assertThatThrownBy(() -> shelf.append("a", 3, "three"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("events 2 to 2 before it are missing");
    assertThat(shelf.read("a")).containsExactly("1 one");
  }

  @Test
  void rejectedEventsMayBePassedOver() {
    shelf.append("a", 1, "one");
    Shelf.answer(shelf.store().reject("a", 2, 3));
    shelf.append("a", 4, "four");
    reopen();

    assertThat(shelf.read("a")).containsExactly("1 one", "4 four");
    assertThat(shelf.read("a", 2, 9, 9)).containsExactly("4 four");
    assertThat(shelf.read("a", 2, 3, 9)).isEmpty();
  }

  @Test
  void rejectedEventsMayBePassedOverNoMoreOnceOneOfThemIsStored() {
    shelf.append("a", 1, "one", "two");
    Shelf.answer(shelf.store().reject("a", 3, 4));
    shelf.append("a", 3, "three");

    assertThatThrownBy(() -> shelf.append("a", 5, "five"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("events 4 to 4 before it are missing");
    shelf.append("a", 4, "four");
    shelf.append("a", 5, "five");
    assertThat(shelf.read("a")).hasSize(5);
  }

  @Test
  void whatIsTooLargeIsRejectedWholeAndMayBePassedOver() {
    assertThatThrownBy(() -> shelf.append("a", 1, "small", "x".repeat(5000)))
        .isInstanceOfSatisfying(
            StoreException.class,
            refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.REJECTED))
        .hasMessageContainingAll("events 1 to 2 of 'a'", "max-write-bytes = 4096");

    assertThat(shelf.read("a")).isEmpty();
    assertThat(shelf.highest("a")).isZero();
    shelf.append("a", 3, "next");
    assertThat(shelf.read("a")).containsExactly("3 next");
  }

  @Test
  void aSnapshotCoversTheEventsBeforeTheFirst() {
    assertThatThrownBy(() -> shelf.append("a", 11, "eleven")).hasMessageContaining("missing");
    shelf.save("a", 10, 1, "state");
    shelf.append("a", 11, "eleven");
    reopen();

    assertThat(shelf.read("a", 11, 99, 99)).containsExactly("11 eleven");
    Shelf.answer(shelf.store().deleteSnapshots("a", any -> true));
    assertThat(shelf.read("a")).containsExactly("11 eleven");
  }
}
