package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Appends to several persistence ids as fast as it can, saves snapshots and deletes what they
 * cover, and says a line for each thing that was confirmed; until it is killed.
 */
final class Appender {
  private static final int IDS = 4;
  private static final int UNDERWAY = 16;

  private Appender() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread parent = new Thread(Appender::endWithTheParent);
    parent.setDaemon(true);
    parent.start();
    Store store =
        Store.open(Shelf.options(Path.of(arguments[0])).with(IndexEngine.valueOf(arguments[1])));
    Semaphore underway = new Semaphore(UNDERWAY);
    long[] next = new long[IDS];
    for (int id = 0; id < IDS; id++) {
      next[id] = Shelf.answer(store.highest("id" + id)) + 1;
    }
    for (int i = 0; ; i = (i + 1) % IDS) {
      String id = "id" + i;
      long first = next[i];
      next[i] += 2;
      underway.acquire();
      var unusedWrite =
          store
              .append(id, first, List.of(event(id, first), event(id, first + 1)))
              .thenRun(() -> System.out.println(id + " " + (first + 1)))
              .whenComplete((said, failure) -> underway.release());
      if (first % 64 == 1 && first > 1) {
        var unusedSnapshot = snapshot(store, id, first - 1);
      }
    }
  }

  /** Of all that was appended before; two of them are kept, and the events since the older. */
  private static CompletableFuture<Void> snapshot(Store store, String id, long sequence) {
    return store
        .saveSnapshot(id, new SnapshotId(sequence, sequence), List.of(state(id, sequence)))
        .thenRun(() -> System.out.println(id + "-snapshot " + sequence))
        .thenCompose(saved -> store.deleteEvents(id, sequence - 64))
        .thenRun(() -> System.out.println(id + "-deleted " + (sequence - 64)))
        .thenCompose(
            deleted -> store.deleteSnapshots(id, which -> which.sequence() < sequence - 64))
        .thenRun(() -> System.out.println(id + "-forgotten " + (sequence - 128)));
  }

  private static void endWithTheParent() {
    try {
      while (System.in.read() >= 0) {
        // Until the parent lets go.
      }
    } catch (IOException gone) {
      System.err.println(gone);
    }
    Runtime.getRuntime().halt(1);
  }

  /** Of several chunks. */
  static ByteBuffer state(String id, long sequence) {
    return Shelf.bytes((id + " state " + sequence + " ").repeat(100 + (int) (sequence % 500)));
  }

  static ByteBuffer event(String id, long sequence) {
    return Shelf.bytes(id + " event " + sequence + " " + "y".repeat((int) (sequence % 300)));
  }
}
