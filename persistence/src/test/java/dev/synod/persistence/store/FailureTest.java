package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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

  /** Nothing was written to it yet, but it is the same disk. */
  @Test
  void aNextSegmentThatCannotBeSyncedEndsTheStoreNotOnlyWhenItIsNeeded() {
    try (Shelf shelf = Shelf.open(disk, options())) {
      disk.failSyncsOf("2.new");
      for (int i = 1; i <= 2; i++) { // An eighth of the segment is used by then.
        shelf.append("a", i, "x".repeat(1100));
      }
      await()
          .until(
              () ->
                  disk.unsynced.get() > 0
                      && Thread.getAllStackTraces().keySet().stream()
                          .noneMatch(each -> each.getName().endsWith("spare")));

      assertThatThrownBy(() -> shelf.append("a", 3, "small")).hasMessageContaining("on purpose");
      assertThat(shelf.store().failure()).isPresent();
    }
  }

  /** The system's cache may take for written what a failed sync has left in it alone. */
  @Test
  void whatAStoreThatWasNotClosedHasInItsLastSegmentIsWrittenOnceMore() throws IOException {
    Path place = Files.createDirectory(temp.resolve("place"));
    Path crashed = temp.resolve("crashed");
    try (Shelf shelf = Shelf.open(place)) {
      shelf.append("a", 1, "x".repeat(3000));
      Copies.copy(place, crashed);
    }
    String segment = "0000000000000001.segment";

    Shelf.open(disk, crashed).close();
    assertThat(disk.written.get(segment)).isGreaterThan(3000);

    disk.written.clear();
    Shelf.open(disk, place).close();
    assertThat(disk.written.get(segment)).isLessThan(300);
  }

  @Test
  void whoIsToldOfTheFailureMayCloseTheStore() throws Exception {
    CompletableFuture<Store> opened = new CompletableFuture<>();
    StoreOptions usual = options();
    StoreOptions closing =
        new StoreOptions(
            usual.directory(),
            usual.marker(),
            true,
            Shelf.SMALL,
            IndexEngine.MEMORY,
            failure -> opened.join().close());
    Store store = Store.open(disk, closing);
    opened.complete(store);
    store.append("a", 1, List.of(Shelf.bytes("one"))).get(1, TimeUnit.MINUTES);
    disk.failSync(1);

    assertThat(store.append("a", 2, List.of(Shelf.bytes("two"))))
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("on purpose");
    await()
        .untilAsserted(
            () -> {
              try (Shelf again = Shelf.open(temp)) {
                assertThat(again.read("a")).startsWith("1 one");
              }
            });
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
