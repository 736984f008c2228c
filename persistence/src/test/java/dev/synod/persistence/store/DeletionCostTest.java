package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A deletion searches the index only for runs that are there: LevelDB passes over each that was
 * deleted of any persistence id until it finds one that was not.
 */
class DeletionCostTest {
  private static final int IDS = 50;

  @TempDir(factory = InMemory.class)
  private Path temp;

  private final Counting index = new Counting();
  private final Ledger ledger = new Ledger(index);
  private int position;

  /** Counts how often something is looked for, and how often in vain. */
  private static final class Counting implements Index {
    private final MemoryIndex runs = new MemoryIndex();
    private int searches;
    private int vain;

    @Override
    public Optional<Kept> load() {
      return runs.load();
    }

    @Override
    public void seal(Kept kept, Collection<Run> added, Collection<Run> removed) {
      runs.seal(kept, added, removed);
    }

    @Override
    public void clear() {
      runs.clear();
    }

    @Override
    public @Nullable Run find(int number, long sequence) {
      searches++;
      Run found = runs.find(number, sequence);
      vain += found == null ? 1 : 0;
      return found;
    }

    @Override
    public void close() {
      runs.close();
    }
  }

  private void segment(long segment, List<Entry> entries) throws IOException {
    ledger.begin(segment);
    for (Entry entry : entries) {
      ledger.apply(segment, ++position, entry);
    }
    ledger.seal(segment, ++position, Chain.START);
  }

  private static List<Entry> each(IntFunction<Entry> entry) {
    return IntStream.rangeClosed(1, IDS).mapToObj(entry).toList();
  }

  private static Entry name(int number, long highest, long deletedTo) {
    return new Entry.Name(number, highest, deletedTo, List.of(), "id-" + number);
  }

  private static Entry event(int number, long sequence) {
    return new Entry.Event(number, sequence, 0, List.of(Shelf.bytes("x")));
  }

  @Test
  void nothingIsSearchedWhereNothingIs() throws IOException {
    segment(1, each(number -> name(number, 0, 0)));
    assertThat(index.searches).isZero();
    segment(2, each(number -> event(number, 1)));
    segment(3, each(number -> new Entry.Deleted(number, 1)));
    assertThat(index.searches).isEqualTo(IDS);

    segment(4, each(number -> name(number, 1, 1)));
    segment(5, each(number -> new Entry.Deleted(number, 1)));
    for (int number = 1; number <= IDS; number++) {
      ledger.apply(6, ++position, event(number, 2));
      ledger.apply(6, ++position, new Entry.Deleted(number, 2));
    }
    assertThat(index.searches).isEqualTo(IDS);
    assertThat(index.vain).isZero();
    assertThat(ledger.unneeded(1 << 20)).contains(2L);
  }

  /** What is in the index must be known, too, where it was kept over a restart. */
  @ParameterizedTest
  @EnumSource(IndexEngine.class)
  void whatWasIndexedBeforeARestartIsFoundAndMakesRoom(IndexEngine engine) {
    StoreOptions options = Shelf.options(temp).with(engine);
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      shelf.append("b", 1, "of another");
      for (int i = 1; i <= 60; i++) {
        shelf.append("a", i, "x".repeat(900));
      }
    }
    try (Shelf shelf = Shelf.open(Disk.real(), options)) {
      assertThat(shelf.read("a")).hasSize(60);
      shelf.delete("a", 50);
      shelf.highest("a");
      assertThat(shelf.segments()).contains(1L).doesNotContain(2L, 3L);
      assertThat(shelf.read("a")).hasSize(10);
    }
  }
}
