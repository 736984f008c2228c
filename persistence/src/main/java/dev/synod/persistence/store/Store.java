package dev.synod.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An open store: what one directory remembers. For any thread.
 *
 * <p>Each future completes when what was asked for is on the disk, or with a {@link
 * StoreException}; its callbacks run on the writer's thread and must not wait for anything. A call
 * waits while the queue is full. What is asked later is answered from what was stored earlier.
 * After one failed write every call fails.
 */
public final class Store implements Closeable {
  /** The most that a chunk of a snapshot holds. */
  static final int CHUNK = 1 << 20;

  private static final int LONGEST_ID = 1 << 10;

  private final RequestQueue queue;
  private final Writer writer;
  private final Thread thread;
  private final Opening.Opened opened;
  private final Replay.Source source;
  private final int mostBytes;

  private Store(Disk disk, StoreOptions options, Opening.Opened opened) {
    Limits limits = options.limits();
    this.opened = opened;
    this.source =
        new Replay.Source(
            disk, opened.layout(), opened.start().marker().incarnation(), opened.index());
    this.mostBytes = limits.writeBytes();
    this.queue = new RequestQueue(limits.queuedRequests(), limits.queuedBytes());
    this.writer = new Writer(opened.start(), queue, limits, options.onFailure());
    this.thread = new Thread(writer, "synod-store " + opened.layout().root().getFileName());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a store, or makes it if there is none and it may.
   *
   * @throws StoreException if the directory is not the store that belongs there, is held by another
   *     process, or is damaged
   */
  public static Store open(StoreOptions options) {
    return open(Disk.real(), options);
  }

  /** The same through another file system. */
  public static Store open(Disk disk, StoreOptions options) {
    return new Store(disk, options, Opening.open(disk, options));
  }

  /** Made with the store; no other has it. */
  public UUID incarnation() {
    return source.incarnation();
  }

  /**
   * Stores events, all or none.
   *
   * @param first the sequence number of the first: one more than the highest that is stored
   */
  public CompletableFuture<Void> append(String id, long first, List<ByteBuffer> events) {
    return ask(new Append(checked(id), first, events.stream().map(List::of).toList(), mostBytes));
  }

  /**
   * As {@link #append}, but nobody is woken for it: for a thread that has more to bring and then
   * calls {@link #writeGathered}.
   *
   * @param events each in any number of parts
   */
  public CompletableFuture<Void> gather(String id, long first, List<List<ByteBuffer>> events) {
    Append append = new Append(checked(id), first, List.copyOf(events), mostBytes);
    queue.leave(append);
    return append.done();
  }

  /**
   * Writes what waits, on the caller's thread, which waits for the disk. This spares two wake-ups;
   * on a machine with idle cores each costs as much as a sync.
   */
  public void writeGathered() {
    writer.turn();
    queue.wake();
  }

  /**
   * Passes over sequence numbers whose events can't be stored, so that the next event may follow
   * them.
   */
  public CompletableFuture<Void> reject(String id, long first, long last) {
    return ask(new Requests.Reject(checked(id), first, last));
  }

  /** Deletes the events through a sequence number; the highest one stays known. */
  public CompletableFuture<Void> deleteEvents(String id, long through) {
    return ask(new Requests.Delete(checked(id), through));
  }

  /** The highest sequence number that was ever stored; 0 if none was. */
  public CompletableFuture<Long> highest(String id) {
    return look(id, state -> state == null ? 0 : state.highest);
  }

  /** Through which sequence number the events are deleted; 0 if none is. */
  public CompletableFuture<Long> deletedTo(String id) {
    return look(id, state -> state == null ? 0 : state.deletedTo);
  }

  /**
   * Events in the order of their sequence numbers, to be read by {@link Replay#forEach}.
   *
   * @param from the first, unless it is deleted
   * @param to the last, unless there are fewer
   * @param most how many at most
   */
  public CompletableFuture<Replay> replay(String id, long from, long to, long most) {
    Replay.Range range = new Replay.Range(Math.max(from, 1), to, most);
    return ask(
        new Requests.Look<>(
            ledger -> {
              IdState state = ledger.find(checked(id));
              Replay.Known known =
                  state == null
                      ? Replay.Known.NOTHING
                      : Replay.Known.of(state, writer.segment(), ledger);
              return new Replay(source, id, range, known, () -> deletedTo(id));
            }));
  }

  /**
   * Saves a snapshot: it is there whole, or not at all. Other writes go in between its chunks.
   *
   * @param bytes the whole, in parts of any size; they stay as they are until it is saved
   */
  public CompletableFuture<Void> saveSnapshot(String id, SnapshotId which, List<ByteBuffer> bytes) {
    int chunkBytes = Math.min(CHUNK, mostBytes / 2);
    long snapshot = ThreadLocalRandom.current().nextLong();
    return new Saving(queue, checked(id), which, snapshot, chunkBytes, bytes).begin();
  }

  /** The newest snapshot of those that match, if there is one. */
  public CompletableFuture<Optional<StoredSnapshot>> newestSnapshot(
      String id, Predicate<SnapshotId> which) {
    return look(
        id,
        state ->
            state == null
                ? Optional.empty()
                : state.snapshots.descendingMap().values().stream()
                    .filter(snapshot -> which.test(snapshot.id()))
                    .findFirst()
                    .map(
                        snapshot ->
                            new StoredSnapshot(source, id, snapshot, () -> has(id, snapshot))));
  }

  private CompletableFuture<Boolean> has(String id, Entry.Snapshot snapshot) {
    long sequence = snapshot.id().sequence();
    return look(
        id,
        state -> {
          Entry.Snapshot now = state == null ? null : state.snapshots.get(sequence);
          return now != null && now.snapshot() == snapshot.snapshot();
        });
  }

  /** Deletes the snapshots that match. */
  public CompletableFuture<Void> deleteSnapshots(String id, Predicate<SnapshotId> which) {
    return ask(new Requests.Forget(checked(id), which));
  }

  /** Why nothing is confirmed any more; empty while all is well. */
  public Optional<StoreException> failure() {
    return Optional.ofNullable(writer.failure());
  }

  /**
   * What it has done since it was opened, and what waits now; cheap, and the writer never waits.
   */
  public Figures figures() {
    return writer.meter().figures(queue.figures());
  }

  private <T> CompletableFuture<T> look(String id, Function<@Nullable IdState, T> question) {
    String name = checked(id);
    return ask(new Requests.Look<>(ledger -> question.apply(ledger.find(name))));
  }

  private <T> CompletableFuture<T> ask(Request<T> request) {
    queue.put(request);
    return request.done();
  }

  private static String checked(String id) {
    int length;
    try {
      length = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id)).remaining();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "persistence id '%s' is no text: half of a surrogate pair is missing (%s)"
              .formatted(id, e),
          e);
    }
    if (length < 1 || length > LONGEST_ID) {
      throw new IllegalArgumentException(
          "persistence id '%s' has %d bytes; 1 to %d are allowed"
              .formatted(id, length, LONGEST_ID));
    }
    return id;
  }

  /**
   * Writes what waits, then closes; a second call does nothing. Called from a callback of this
   * store, it closes once that turn has ended.
   */
  @Override
  public void close() {
    if (writer.inTurn()) {
      new Thread(this::close, "synod-store close").start();
      return;
    }
    queue.end(
        new StoreException(
            StoreException.Kind.CLOSED, "%s is closed".formatted(opened.layout().root())));
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    StoreException trouble = null;
    for (Closeable each : opened.closing()) {
      try {
        each.close();
      } catch (IOException | RuntimeException e) {
        trouble =
            new StoreException(
                StoreException.Kind.FAILED,
                "%s can't be closed (%s)".formatted(opened.layout().root(), e),
                e);
      }
    }
    if (trouble != null) {
      throw trouble;
    }
  }
}
