package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule D3: after the first write or sync that fails nothing is confirmed; what was, is there. */
class FailureTest {
  @TempDir private Path temp;

  private final FaultyDisk disk = new FaultyDisk();
  private final AtomicReference<StoreException> told = new AtomicReference<>();

  private StoreOptions options() {
    StoreOptions usual = Shelf.options(temp);
    return new StoreOptions(
        usual.directory(), usual.marker(), true, Shelf.SMALL, IndexEngine.MEMORY, told::set);
  }

  @ParameterizedTest
  @CsvSource({
    "write,1",
    "write,7",
    "write,30",
    "sync,1",
    "sync,7",
    "sync,30",
    "sync,31",
    "sync,32"
  })
  void theFirstFailureIsTheLastWord(String kind, int nth) {
    List<String> confirmed = new ArrayList<>();
    try (Shelf shelf = Shelf.open(disk, options())) {
      if (kind.equals("write")) {
        disk.failWrite(nth);
      } else {
        disk.failSync(nth);
      }
      StoreException first = fillUntilItFails(shelf, confirmed);

      assertThat(first.kind()).isEqualTo(StoreException.Kind.FAILED);
      assertThat(first)
          .hasMessageContainingAll("on purpose", ".segment", "nothing is confirmed any more");
      assertThat(told.get()).hasMessage(first.getMessage());
      assertThat(shelf.store().failure()).hasValue(told.get());
      everyCallFails(shelf);
    }
    try (Shelf shelf = Shelf.open(temp)) {
      List<String> there = shelf.read("a");
      assertThat(there).hasSizeBetween(confirmed.size(), confirmed.size() + 1);
      assertThat(there.subList(0, confirmed.size())).isEqualTo(confirmed);
    }
  }

  private static StoreException fillUntilItFails(Shelf shelf, List<String> confirmed) {
    for (int i = 1; i <= 100; i++) {
      try {
        shelf.append("a", i, "x".repeat(900));
      } catch (StoreException failure) {
        return failure;
      }
      confirmed.add(i + " " + "x".repeat(900));
    }
    throw new AssertionError("nothing failed");
  }

  private static void everyCallFails(Shelf shelf) {
    assertThatThrownBy(() -> shelf.append("b", 1, "x")).hasMessageContaining("on purpose");
    assertThatThrownBy(() -> shelf.delete("b", 1)).hasMessageContaining("on purpose");
    assertThatThrownBy(() -> shelf.highest("a")).hasMessageContaining("on purpose");
    assertThatThrownBy(() -> shelf.read("a")).hasMessageContaining("on purpose");
    assertThatThrownBy(() -> shelf.save("a", 1, 1, "s")).hasMessageContaining("on purpose");
    assertThatThrownBy(() -> shelf.newest("a")).hasMessageContaining("on purpose");
  }

  /** What is refused for want of space is refused before anything is written, and not for good. */
  @Test
  void writesAreRefusedBeforeTheDiskIsFull() {
    Limits limits = new Limits(16 << 10, 4 << 10, 4 << 10, 64, 1 << 20, 16 << 20);
    try (Shelf shelf = Shelf.open(disk, options().with(limits))) {
      disk.free(16 << 20);
      List<String> confirmed = new ArrayList<>();
      StoreException full = fillUntilItFails(shelf, confirmed);

      assertThat(full.kind()).isEqualTo(StoreException.Kind.FULL);
      assertThat(full).hasMessageContainingAll("min-free-bytes = 16777216", "free some space");
      assertThat(confirmed).isNotEmpty();
      assertThat(shelf.store().failure()).isEmpty();
      assertThat(shelf.read("a")).isEqualTo(confirmed);
      shelf.delete("a", 1);

      disk.free(17 << 20);
      shelf.append("a", confirmed.size() + 1L, "there is room again");
      assertThat(shelf.read("a")).hasSize(confirmed.size());
    }
  }
}
