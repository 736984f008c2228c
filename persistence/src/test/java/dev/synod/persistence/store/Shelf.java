package dev.synod.persistence.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A small store of texts, for tests: segments of 16 KiB, and every call waits for its answer. */
final class Shelf implements AutoCloseable {
  static final Limits SMALL = new Limits(16 << 10, 4 << 10, 4 << 10, 64, 1 << 20, 0);

  private final Store store;
  private final Path root;

  private Shelf(Store store, Path root) {
    this.store = store;
    this.root = root;
  }

  static Shelf open(Path temp) {
    return open(Disk.real(), temp);
  }

  static Shelf open(Disk disk, Path temp) {
    return open(disk, options(temp));
  }

  static Shelf open(Disk disk, StoreOptions options) {
    return new Shelf(Store.open(disk, options), options.directory());
  }

  /** How a shelf in this place is opened. */
  static StoreOptions options(Path temp) {
    return StoreOptions.at(temp.resolve("n1")).with(SMALL);
  }

  Store store() {
    return store;
  }

  void append(String id, long first, String... texts) {
    answer(store.append(id, first, Stream.of(texts).map(Shelf::bytes).toList()));
  }

  void delete(String id, long through) {
    answer(store.deleteEvents(id, through));
  }

  long highest(String id) {
    return answer(store.highest(id));
  }

  List<String> read(String id) {
    return read(id, 1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  List<String> read(String id, long from, long to, long most) {
    List<String> events = new ArrayList<>();
    answer(store.replay(id, from, to, most))
        .forEach((sequence, bytes) -> events.add(sequence + " " + text(bytes)));
    return events;
  }

  void save(String id, long sequence, long time, String text) {
    answer(store.saveSnapshot(id, new SnapshotId(sequence, time), List.of(bytes(text))));
  }

  Optional<String> newest(String id) {
    return answer(store.newestSnapshot(id, any -> true))
        .map(
            found ->
                found.id().sequence() + " " + new String(found.read(), StandardCharsets.UTF_8));
  }

  /** All that there are, the newest first. */
  List<String> snapshots(String id) {
    List<String> all = new ArrayList<>();
    long[] below = {Long.MAX_VALUE};
    for (var next = answer(store.newestSnapshot(id, which -> true));
        next.isPresent();
        next = answer(store.newestSnapshot(id, which -> which.sequence() < below[0]))) {
      StoredSnapshot found = next.get();
      below[0] = found.id().sequence();
      all.add(found.id() + " " + new String(found.read(), StandardCharsets.UTF_8));
    }
    return all;
  }

  /** The numbers of the segment files that there are. */
  SortedSet<Long> segments() {
    try {
      return new Layout(root).segments(Disk.real());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /** The answer, or what went wrong; patient, but not for ever. */
  static <T> T answer(CompletableFuture<T> future) {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException refused) {
        throw refused;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
