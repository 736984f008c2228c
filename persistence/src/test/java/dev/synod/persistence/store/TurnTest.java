package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread may gather what it has to write, and then write it itself (rule A3 holds all the same).
 */
class TurnTest {
  @TempDir private Path temp;

  private static List<ByteBuffer> event(String text) {
    return List.of(Shelf.bytes(text));
  }

  /** Its own thread looks once more for what waits after it has told of a write. */
  private static void awaitIdle() {
    Awaitility.await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("synod-store n1"))
                    .allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }

  @Test
  void whatIsGatheredIsOneBatchWrittenByTheThreadThatAsks() throws Exception {
    try (Shelf shelf = Shelf.open(temp)) {
      Store store = shelf.store();
      shelf.append("z", 1, "opened");
      awaitIdle();
      long before = store.figures().written().syncs();
      List<Thread> told = new ArrayList<>();
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (String id : List.of("a", "b", "c")) {
        all.add(
            store
                .gather(id, 1, List.of(event("one")))
                .whenComplete((done, failure) -> told.add(Thread.currentThread())));
      }
      assertThat(all).noneMatch(CompletableFuture::isDone);

      store.writeGathered();

      assertThat(all).allMatch(CompletableFuture::isDone);
      assertThat(told).hasSize(3).containsOnly(Thread.currentThread());
      assertThat(store.figures().written().syncs()).isEqualTo(before + 1);
      assertThat(shelf.read("b")).containsExactly("1 one");
    }
  }

  /** More than the queue holds: nobody would make room if the gatherer waited for itself. */
  @Test
  void moreThanWaitsAtOnceIsWrittenUnasked() throws Exception {
    Limits few = new Limits(16 << 10, 4 << 10, 4 << 10, 2, 1 << 20, 0);
    try (Store store = Store.open(StoreOptions.at(temp.resolve("n1")).with(few))) {
      CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
      for (int i = 1; i <= 50; i++) {
        last = store.gather("a", i, List.of(event("event " + i)));
      }
      store.writeGathered();

      last.get(1, TimeUnit.MINUTES);
      assertThat(store.highest("a").get(1, TimeUnit.MINUTES)).isEqualTo(50);
    }
  }

  @Test
  void whoIsToldInTheMiddleOfATurnMayGatherAndAsk() throws Exception {
    try (Shelf shelf = Shelf.open(temp)) {
      Store store = shelf.store();
      CompletableFuture<Void> second =
          store
              .gather("a", 1, List.of(event("one")))
              .thenCompose(
                  done -> {
                    CompletableFuture<Void> more = store.gather("a", 2, List.of(event("two")));
                    store.writeGathered();
                    return more;
                  });

      store.writeGathered();

      second.get(1, TimeUnit.MINUTES);
      assertThat(shelf.read("a")).containsExactly("1 one", "2 two");
    }
  }

  @Test
  void closingWritesWhatIsGathered() throws Exception {
    CompletableFuture<Void> gathered;
    try (Shelf shelf = Shelf.open(temp)) {
      gathered = shelf.store().gather("a", 1, List.of(event("one")));
    }

    assertThat(gathered).isCompleted();
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a")).containsExactly("1 one");
      assertThatThrownBy(() -> shelf.append("a", 1, "again")).isInstanceOf(StoreException.class);
    }
  }

  /** Rule D3, on whatever thread it happens. */
  @Test
  void aTurnThatFailsIsTheLastForAll() {
    FaultyDisk disk = new FaultyDisk();
    try (Shelf shelf = Shelf.open(disk, temp)) {
      Store store = shelf.store();
      shelf.append("a", 1, "one");
      disk.failSync(1);
      CompletableFuture<Void> gathered = store.gather("a", 2, List.of(event("two")));

      store.writeGathered();

      assertThatThrownBy(gathered::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseInstanceOf(IOException.class);
      assertThat(store.failure()).isPresent();
      assertThatThrownBy(() -> shelf.append("b", 1, "other")).isInstanceOf(StoreException.class);
      assertThat(store.gather("b", 1, List.of(event("other")))).isCompletedExceptionally();
    }
  }
}
