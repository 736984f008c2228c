package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The mail that waits for the acceptor's next write. Bounded: what comes beyond is dropped, which
 * is always safe (rule A5), as everything is sent again.
 */
final class Queue {
  private static final int REQUESTS = 8192;
  private static final long BYTES = 32L * 1024 * 1024;

  private final List<Request> waiting = new ArrayList<>();

  /** Marks alone are no reason to write; they go along with the next write or the next flush. */
  private final Map<Ballot, AcceptorNotice.Choose> marks = new TreeMap<>();

  private long bytes;

  void add(MemberId from, AcceptorMessage message) {
    long size = message instanceof AcceptorMessage.Accept accept ? accept.value().size() : 0;
    add(new Request.FromMember(from, message), size);
  }

  void add(AcceptorNotice notice) {
    if (notice instanceof AcceptorNotice.Choose choose) {
      marks.merge(
          choose.ballot(), choose, (old, late) -> late.through() > old.through() ? late : old);
    } else if (notice instanceof AcceptorNotice.Learned learned) {
      long size = learned.values().stream().mapToLong(Value::size).sum();
      add(new Request.FromWithin(learned), size);
    }
  }

  private void add(Request request, long size) {
    if (waiting.size() < REQUESTS && bytes + size <= BYTES) {
      waiting.add(request);
      bytes += size;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  boolean hasMarks() {
    return !marks.isEmpty();
  }

  /**
   * Everything, and the queue is empty. The marks come last: a mark means votes that were sent
   * before it, perhaps in this very pile.
   */
  List<Request> drain() {
    List<Request> all = new ArrayList<>(waiting);
    marks.values().forEach(mark -> all.add(new Request.FromWithin(mark)));
    waiting.clear();
    marks.clear();
    bytes = 0;
    return all;
  }
}
