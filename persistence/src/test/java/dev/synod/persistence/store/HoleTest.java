package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rule D2: a first event that neither a snapshot nor a deletion explains ends the recovery; one
 * whose predecessors were rejected is explained by itself.
 */
class HoleTest {
  private static final int EVENTS = 60;

  @TempDir private Path temp;

  /** An index that lacks the runs of the first segment, as no index should. */
  private record Holed(Index whole) implements Index {
    @Override
    public Optional<Kept> load() {
      return whole.load();
    }

    @Override
    public void seal(Kept kept, Collection<Run> added, Collection<Run> removed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Run find(int number, long sequence) {
      Run run = whole.find(number, sequence);
      return run == null || run.segment() > 1 ? run : find(number, run.last() + 1);
    }

    @Override
    public void close() {
      whole.close();
    }
  }

  /** Relative to the first event that is there. */
  @ParameterizedTest
  @CsvSource({
    "-1, -1000, true",
    "-1000, -1, true",
    "-1000, -1000, false",
    "-2, -1000, false",
    "-1000, -2, false",
    "-2, -2, false",
    "5, -1000, true"
  })
  void theFirstEventMustFollowWhatIsDeletedOrInASnapshot(
      int covered, int deletedTo, boolean explained) throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      for (int i = 1; i <= EVENTS; i++) {
        shelf.append("a", i, "x".repeat(900));
      }
    }
    Opening.Opened opened = Opening.open(Disk.real(), Shelf.options(temp).with(IndexEngine.MEMORY));
    try {
      Index holed = new Holed(opened.index());
      IdState a = opened.start().ledger().of("a");
      Run second = holed.find(a.number, 1);
      long first = second == null ? 0 : second.first();
      assertThat(first).isBetween(5L, 40L);
      Replay replay =
          replay(opened, holed, Math.max(0, first + covered), Math.max(0, first + deletedTo));

      List<Long> seen = new ArrayList<>();
      if (explained) {
        replay.forEach((sequence, bytes) -> seen.add(sequence));
        assertThat(seen).startsWith(first).endsWith((long) EVENTS);
      } else {
        assertThatThrownBy(() -> replay.forEach((sequence, bytes) -> seen.add(sequence)))
            .isInstanceOf(StoreException.class)
            .hasMessageContainingAll("has no event", "of 'a' (" + first + " is the next");
        assertThat(seen).isEmpty();
      }
    } finally {
      for (Closeable each : opened.closing()) {
        each.close();
      }
    }
  }

  private static Replay replay(Opening.Opened opened, Index index, long covered, long deletedTo) {
    IdState a = opened.start().ledger().of("a");
    long live = opened.start().tape().number();
    List<Run> open = opened.start().ledger().openRuns(a.number, live);
    return new Replay(
        new Replay.Source(
            Disk.real(), opened.layout(), opened.start().marker().incarnation(), index),
        "a",
        new Replay.Range(1, Long.MAX_VALUE, Long.MAX_VALUE),
        new Replay.Known(a.number, a.highest, deletedTo, covered, a.indexedTo, open),
        () -> CompletableFuture.completedFuture(deletedTo));
  }

  @ParameterizedTest
  @CsvSource({"NATIVE, true", "NATIVE, false", "MEMORY, false"})
  void firstEventsThatWereRejectedAreNoHole(IndexEngine engine, boolean snapshot)
      throws IOException {
    StoreOptions options = Shelf.options(temp).with(engine);
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      Shelf.answer(shelf.store().reject("a", 1, 2));
      assertThatThrownBy(() -> shelf.append("a", 3, "x".repeat(5000)))
          .hasMessageContaining("max-write-bytes");
      for (int i = 4; i <= EVENTS; i++) {
        shelf.append("a", i, "x".repeat(900));
      }
      if (snapshot) {
        shelf.save("a", 3, 1, "state of nothing");
      }
      assertThat(shelf.read("a")).hasSize(EVENTS - 3);
    }
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      assertThat(shelf.read("a")).hasSize(EVENTS - 3);
      assertThat(shelf.read("a", 1, 3, 9)).isEmpty();
      shelf.delete("a", 30);
      shelf.highest("a");
      assertThat(shelf.segments()).doesNotContain(1L);
    }
    Copies.remove(new Layout(temp.resolve("n1")).index());
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      assertThat(shelf.read("a")).hasSize(EVENTS - 30);
    }
  }

  /** Of one whose events were rejected after its snapshot, and then dropped with their segment. */
  @Test
  void rejectedEventsBehindASnapshotAreNoHole() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one");
      shelf.save("a", 1, 1, "state");
      shelf.delete("a", 1);
      Shelf.answer(shelf.store().reject("a", 2, 4));
      shelf.append("a", 5, "five");
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a", 2, 9, 9)).containsExactly("5 five");
    }
  }
}
