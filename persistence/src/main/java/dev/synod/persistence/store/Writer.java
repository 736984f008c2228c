package dev.synod.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a store, one turn after the other: it takes all that waits, over all persistence ids,
 * writes it as one batch, syncs once, and then tells those who waited. It waits for no timer.
 *
 * <p>Its own thread takes turns as long as anything waits. Another thread that would only wait for
 * that one may take a turn itself, which spares both a wake-up.
 *
 * <p>The first write or sync that fails is the last: nothing is confirmed after it (rule D3).
 */
final class Writer implements Runnable {
  /** Two small batches always fit: what is dropped or sealed or closed. */
  private static final int CLOSING = 2 * (BatchBuffer.OVERHEAD + Frames.HEAD + 8);

  private interface Step {
    void run() throws IOException;
  }

  private record Planned(Request<?> request, List<Place> places) {}

  private final RequestQueue queue;
  private final Ledger ledger;
  private final Tape tape;
  private final Limits limits;
  private final Marker marker;
  private final BatchBuffer batch;
  private final List<Planned> planned = new ArrayList<>();
  private final Meter meter = new Meter();
  private final AtomicReference<@Nullable StoreException> failure = new AtomicReference<>();
  private final Consumer<StoreException> onFailure;
  private SortedSet<Long> row = new TreeSet<>();
  private Chain chain;
  private @Nullable Request<?> inHand;
  private final ReentrantLock turns = new ReentrantLock();
  private boolean begun;

  /** What it begins with: what was found, and what it was found in. */
  record Start(Ledger ledger, Tape tape, Pass.End end, Marker marker) {}

  Writer(Start start, RequestQueue queue, Limits limits, Consumer<StoreException> onFailure) {
    this.ledger = start.ledger();
    this.tape = start.tape();
    this.chain = start.end().chain();
    this.marker = start.marker();
    this.batch = new BatchBuffer(marker.incarnation());
    this.queue = queue;
    this.limits = limits;
    this.onFailure = onFailure;
  }

  /** Why nothing is confirmed any more, if so. */
  @Nullable StoreException failure() {
    return failure.get();
  }

  /** Into which segment it writes; in a turn. */
  long segment() {
    return tape.number();
  }

  Meter meter() {
    return meter;
  }

  @Override
  public void run() {
    turn();
    while (queue.await()) {
      turn();
    }
    guarded(this::shut);
  }

  /**
   * Writes what waits now, up to the size of a batch, on the thread that asks. Whoever is told of
   * it in the middle of a turn gets no other.
   */
  void turn() {
    if (!inTurn()) {
      guarded(this::next);
    }
  }

  /** Whether this thread is in the middle of a turn. */
  boolean inTurn() {
    return turns.isHeldByCurrentThread();
  }

  private void guarded(Step step) {
    turns.lock();
    try {
      if (failure.get() == null) {
        step.run();
      }
    } catch (IOException | RuntimeException | Error e) {
      latch(e);
    } finally {
      turns.unlock();
    }
  }

  private void next() throws IOException {
    if (!begun) {
      begun = true;
      begin();
      open();
      dropUnneeded();
    }
    Request<?> first = queue.poll();
    if (first != null) {
      gather(first);
      commit();
      dropUnneeded();
    }
  }

  /** From here on an older copy of this store can be told from it. */
  private void open() throws IOException {
    int size = Frames.size(new Entry.Opened());
    if (room(size, notes(), notes())) {
      mark(new Entry.Opened());
      begin();
    }
  }

  private void mark(Entry last) throws IOException {
    Place place = put(last);
    write();
    marker.reached(place, chain);
  }

  private void gather(Request<?> first) throws IOException {
    Request<?> next = first;
    while (next != null) {
      inHand = next;
      try {
        add(next);
      } catch (StoreException refused) {
        meter.refused();
        next.fail(refused);
      }
      inHand = null;
      next = batch.size() < limits.batchBytes() ? queue.poll() : null;
    }
  }

  private void begin() throws IOException {
    batch.begin(tape.end(), chain.checksum(), chain.counter());
    if (tape.end() == SegmentHeader.SIZE) {
      ledger.begin(tape.number());
      put(new Entry.Row(ledger.row()));
    }
    if (row.size() != ledger.segments() || row.last() != tape.number()) {
      row = ledger.row();
      meter.segments(row.size(), tape.bytes(row));
    }
  }

  private void add(Request<?> request) throws IOException {
    List<Entry> entries = planned(request);
    List<Place> places = new ArrayList<>(entries.size());
    if (!entries.isEmpty()) {
      long size = size(entries);
      if (size > limits.writeBytes()) {
        throw StoreException.rejected(
            "a write of %d bytes is not stored: max-write-bytes = %d"
                .formatted(size, limits.writeBytes()));
      }
      int reserve = request.makesRoom() ? aside() : reserve();
      if (!fits(size + reserve)) {
        rotate();
      }
      if (!fits(size) && tape.capacity() < limits.segmentBytes()) {
        rotate(); // That segment was made when segment-bytes was less; the next one is larger.
      }
      if (!fits(size)) {
        throw StoreException.rejected(
            "a write of %d bytes is not stored: segment-bytes = %d is too small for it"
                .formatted(size, limits.segmentBytes()));
      }
      for (Entry entry : entries) {
        name(entry);
        places.add(put(entry));
      }
    }
    planned.add(new Planned(request, places));
  }

  /** What fails in a request itself, as a caller's predicate that throws, concerns no other. */
  private List<Entry> planned(Request<?> request) {
    try {
      return request.plan(ledger);
    } catch (StoreException refused) {
      throw refused;
    } catch (RuntimeException e) {
      throw new StoreException(
          StoreException.Kind.CONFLICT, "a request can't be carried out (%s)".formatted(e), e);
    }
  }

  /** What events leave where no other segment can be made. */
  private int reserve() {
    return Math.min(64 << 10, tape.capacity() / 8);
  }

  /** What notes of a start or an end leave of it, for deletions. */
  private int notes() {
    return reserve() / 4 * 3;
  }

  /** What deletions leave of it, to say which segments went: only that makes room. */
  private int aside() {
    return reserve() / 2;
  }

  private long size(List<Entry> entries) {
    long size = 0;
    int named = 0;
    for (Entry entry : entries) {
      int number = Entry.numberOf(entry);
      if (number != 0 && number != named) {
        size += Frames.size(ledger.of(number).entry());
        named = number;
      }
      size += Frames.size(entry);
    }
    return size;
  }

  private boolean fits(long size) {
    int begun = batch.isEmpty() ? BatchBuffer.OVERHEAD : batch.size();
    return tape.end() + begun + size + CLOSING <= tape.capacity();
  }

  private void name(Entry entry) throws IOException {
    int number = Entry.numberOf(entry);
    if (number != 0 && ledger.of(number).home != tape.number()) {
      put(ledger.of(number).entry());
    }
  }

  private Place put(Entry entry) throws IOException {
    int position = batch.add(entry);
    try {
      ledger.apply(tape.number(), position, entry);
    } catch (StoreException unread) {
      // The entry is in the batch already: this is no refusal of one request any more.
      throw new IOException(unread.getMessage(), unread);
    }
    if (entry instanceof Entry.Chunk chunk) {
      ledger.keep(chunk.snapshot(), tape.number());
    } else if (entry instanceof Entry.Snapshot snapshot) {
      ledger.letGo(snapshot.snapshot());
    }
    return new Place(tape.number(), position);
  }

  /** Writes what was gathered and tells those who asked for it. */
  private void commit() throws IOException {
    write();
    for (Planned each : planned) {
      each.request.complete(ledger, each.places);
    }
    planned.clear();
    begin();
  }

  private void write() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    int records = batch.count();
    ByteBuffer bytes = batch.end();
    int size = bytes.remaining();
    long start = System.nanoTime();
    tape.append(bytes);
    meter.written(records, size, System.nanoTime() - start);
    chain = new Chain(batch.checksum(), batch.counter(), true);
  }

  private void rotate() throws IOException {
    commit();
    tape.prepare();
    Place end = new Place(tape.number(), batch.add(new Entry.Sealed(tape.number() + 1)));
    write();
    marker.reached(end, chain);
    ledger.seal(end.segment(), end.position(), chain);
    tape.advance();
    begin();
  }

  /**
   * Unlinks full segments that nothing needs, after what only they told is told again: in the next
   * segment, or where there is none in what is left of this one.
   */
  private void dropUnneeded() throws IOException {
    for (long segment : ledger.unneeded(tape.capacity() / 2)) {
      List<Entry> names =
          ledger.ids().filter(id -> id.home == segment).<Entry>map(IdState::entry).toList();
      long size = size(names) + Frames.size(new Entry.Dropped(segment));
      if (room(size, reserve(), 0)) {
        for (Entry name : names) {
          put(name);
        }
        put(new Entry.Dropped(segment));
        commit();
        tape.drop(segment);
      }
    }
  }

  /** Whether it fits here beside so much, or into the next segment, or, if there is none, here. */
  private boolean room(long size, int beside, int least) throws IOException {
    return fits(size + beside) || (rotated() && fits(size)) || fits(size + least);
  }

  private boolean rotated() throws IOException {
    try {
      rotate();
      return true;
    } catch (StoreException full) {
      return false;
    }
  }

  private void shut() throws IOException {
    if (fits(Frames.size(new Entry.Closed()) + notes())) {
      mark(new Entry.Closed());
    }
  }

  private void latch(Throwable cause) {
    StoreException line =
        new StoreException(
            StoreException.Kind.FAILED,
            "%s can't be written (%s): nothing is confirmed any more; check the disk, then restart the node"
                .formatted(tape.path(), cause),
            cause);
    failure.set(line);
    queue.end(line);
    try {
      onFailure.accept(line);
    } finally {
      Request<?> taken = inHand;
      if (taken != null) {
        taken.fail(line.again());
      }
      planned.forEach(each -> each.request.fail(line.again()));
      queue.clear().forEach(request -> request.fail(line.again()));
    }
  }
}
