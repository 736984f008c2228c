package dev.synod.persistence.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The things that can be asked of a writer. */
final class Requests {
  private Requests() {}

  /** Passes over sequence numbers whose events can't be stored. */
  static final class Reject extends Deed {
    private final String id;
    private final long first;
    private final long last;

    Reject(String id, long first, long last) {
      this.id = id;
      this.first = first;
      this.last = last;
    }

    @Override
    List<Entry> plan(Ledger ledger) {
      ledger.of(id).reject(first, last);
      return List.of();
    }
  }

  /** Deletes events through a sequence number. */
  static final class Delete extends Deed {
    private final String id;
    private final long through;

    Delete(String id, long through) {
      this.id = id;
      this.through = through;
    }

    @Override
    boolean makesRoom() {
      return true;
    }

    @Override
    List<Entry> plan(Ledger ledger) {
      IdState state = ledger.find(id);
      long upTo = state == null ? 0 : Math.min(through, state.highest);
      return state == null || upTo <= state.deletedTo
          ? List.of()
          : List.of(new Entry.Deleted(state.number, upTo));
    }
  }

  /** Stores one chunk of a snapshot. */
  static final class Chunk extends Request<Place> {
    private final String id;
    private final long snapshot;
    private final int index;
    private final ByteBuffer bytes;

    Chunk(String id, long snapshot, int index, ByteBuffer bytes) {
      this.id = id;
      this.snapshot = snapshot;
      this.index = index;
      this.bytes = bytes;
    }

    @Override
    long weight() {
      return bytes.remaining();
    }

    @Override
    List<Entry> plan(Ledger ledger) {
      return List.of(new Entry.Chunk(ledger.of(id).number, snapshot, index, bytes));
    }

    @Override
    Place result(Ledger ledger, List<Place> places) {
      return places.get(0);
    }
  }

  /** Closes a snapshot whose chunks are stored. */
  static final class Manifest extends Deed {
    private final String id;
    private final Function<Integer, Entry.Snapshot> snapshot;

    Manifest(String id, Function<Integer, Entry.Snapshot> snapshot) {
      this.id = id;
      this.snapshot = snapshot;
    }

    @Override
    List<Entry> plan(Ledger ledger) {
      return List.of(snapshot.apply(ledger.of(id).number));
    }
  }

  /** A snapshot that will not be closed; its chunks are in nobody's way any more. */
  static final class Abandon extends Deed {
    private final long snapshot;

    Abandon(long snapshot) {
      this.snapshot = snapshot;
    }

    @Override
    List<Entry> plan(Ledger ledger) {
      ledger.letGo(snapshot);
      return List.of();
    }
  }

  /** Deletes those snapshots that match. */
  static final class Forget extends Deed {
    private final String id;
    private final Predicate<SnapshotId> which;

    Forget(String id, Predicate<SnapshotId> which) {
      this.id = id;
      this.which = which;
    }

    @Override
    boolean makesRoom() {
      return true;
    }

    @Override
    List<Entry> plan(Ledger ledger) {
      IdState state = ledger.find(id);
      if (state == null) {
        return List.of();
      }
      return state.snapshots.values().stream()
          .filter(snapshot -> which.test(snapshot.id()))
          .<Entry>map(snapshot -> new Entry.Forgotten(state.number, snapshot.id().sequence()))
          .toList();
    }
  }

  /** Asks what is known, after all that was asked for before. */
  static final class Look<T> extends Request<T> {
    private final Function<Ledger, T> question;

    Look(Function<Ledger, T> question) {
      this.question = question;
    }

    @Override
    List<Entry> plan(Ledger ledger) {
      return List.of();
    }

    @Override
    T result(Ledger ledger, List<Place> places) {
      return question.apply(ledger);
    }
  }
}
