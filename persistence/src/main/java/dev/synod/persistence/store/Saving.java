package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A snapshot on its way to the disk, chunk after chunk, each asked for when the one before is
 * there. So whoever stores anything else waits for one chunk, never for the whole snapshot.
 */
final class Saving {
  private final RequestQueue queue;
  private final String id;
  private final SnapshotId which;
  private final long snapshot;
  private final int chunkBytes;
  private final Parts left;
  private final long length;
  private final ByteBuffer hash;
  private final List<Place> places = new ArrayList<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * Of one that has not begun; hashes all of it.
   *
   * @param snapshot a number that no other one has
   * @param bytes the whole, in parts of any size
   */
  Saving(
      RequestQueue queue,
      String id,
      SnapshotId which,
      long snapshot,
      int chunkBytes,
      List<ByteBuffer> bytes) {
    this.queue = queue;
    this.id = id;
    this.which = which;
    this.snapshot = snapshot;
    this.chunkBytes = chunkBytes;
    this.left = new Parts(bytes);
    this.length = left.size();
    this.hash = StoredSnapshot.sha256(bytes);
  }

  /** Waits for room for the first chunk only; completes when the whole is on the disk, closed. */
  CompletableFuture<Void> begin() {
    if (length == 0) {
      close(queue::put);
    } else {
      chunk(queue::put);
    }
    return done;
  }

  private interface Way {
    void ask(Request<?> request);
  }

  private void chunk(Way way) {
    Requests.Chunk chunk = new Requests.Chunk(id, snapshot, places.size(), left.next(chunkBytes));
    var unused =
        chunk
            .done()
            .whenComplete(
                (place, failure) -> {
                  if (failure != null) {
                    fail(failure);
                  } else {
                    places.add(place);
                    more();
                  }
                });
    way.ask(chunk);
  }

  /** In the middle of the turn that has written a chunk, when nobody makes room. */
  private void more() {
    if (left.size() > 0) {
      chunk(queue::follow);
    } else {
      close(queue::follow);
    }
  }

  private void close(Way way) {
    Requests.Manifest manifest =
        new Requests.Manifest(
            id, number -> new Entry.Snapshot(number, snapshot, which, length, hash, places));
    var unused =
        manifest
            .done()
            .whenComplete(
                (closed, failure) -> {
                  if (failure != null) {
                    fail(failure);
                  } else {
                    done.complete(null);
                  }
                });
    way.ask(manifest);
  }

  private void fail(Throwable failure) {
    queue.follow(new Requests.Abandon(snapshot));
    done.completeExceptionally(failure);
  }
}
