package dev.synod;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.AcceptorState;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/** What a crash leaves of a member: the events of its acceptor, and its newest snapshot. */
final class WorldDisk {
  /** The state of a replica is what it was given. */
  record Snapshot(SnapshotSaved reach, List<Value> delivered) {
    static final Snapshot NONE = new Snapshot(new SnapshotSaved(0, 0, Cast.FOUNDING, 0), List.of());

    Snapshot {
      delivered = List.copyOf(delivered);
    }
  }

  private final AcceptorState empty;
  private final List<AcceptorEvent> events = new ArrayList<>();
  private int deleted;
  Snapshot snapshot = Snapshot.NONE;

  WorldDisk(AcceptorState empty) {
    this.empty = empty;
  }

  void write(AcceptorEvent event) {
    events.add(event);
  }

  /** Deletions come late, and after a crash perhaps never. */
  void delete(long through) {
    while (deleted < through) {
      events.remove(0);
      deleted++;
    }
  }

  int deleted() {
    return deleted;
  }

  AcceptorState replay() {
    AcceptorState state = empty;
    for (AcceptorEvent event : events) {
      state = state.after(event);
    }
    return state.recovered(deleted + events.size());
  }
}
