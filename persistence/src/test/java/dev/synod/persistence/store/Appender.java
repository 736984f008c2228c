package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Appends to several persistence ids as fast as it can, and says a line for each write that was
 * confirmed; until it is killed.
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
        var unusedDeletion = store.deleteEvents(id, first - 40);
      }
    }
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

  static ByteBuffer event(String id, long sequence) {
    return Shelf.bytes(id + " event " + sequence + " " + "y".repeat((int) (sequence % 300)));
  }
}
