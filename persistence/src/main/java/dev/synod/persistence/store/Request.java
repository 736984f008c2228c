package dev.synod.persistence.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One caller's wish, on its way through the queue to the writer and back. */
abstract class Request<T> {
  private final CompletableFuture<T> done = new CompletableFuture<>();

  /** Bytes that it holds while it waits. */
  long weight() {
    return 0;
  }

  /** Whether it makes room sooner or later, so that it may use the last bytes of a full segment. */
  boolean makesRoom() {
    return false;
  }

  /**
   * What it would have written. What is stored changes only once that is on the disk; of the ledger
   * this may change what is told with later entries: a new persistence id, numbers passed over, a
   * snapshot that is given up.
   *
   * @throws StoreException if it can't be done; other requests can
   */
  abstract List<Entry> plan(Ledger ledger);

  /** The answer, once what it planned is on the disk at these places. */
  abstract T result(Ledger ledger, List<Place> places);

  CompletableFuture<T> done() {
    return done;
  }

  void complete(Ledger ledger, List<Place> places) {
    T answer;
    try {
      answer = result(ledger, places);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
      return;
    }
    done.complete(answer);
  }

  void fail(StoreException cause) {
    done.completeExceptionally(cause);
  }
}
