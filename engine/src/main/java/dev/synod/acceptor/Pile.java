package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * The mail that waits for the acceptor while it writes. Bounded: what comes beyond is dropped,
 * which is always safe (rule A5), as everything is sent again. A question weighs what its answer
 * may, since all answers of a turn are in memory at once.
 *
 * <p>Marks, which say that own votes turned out to be chosen, are no reason to write: they go along
 * with what will be written anyway, or with a flush, unless one ends an epoch. Only the latest per
 * ballot counts.
 */
final class Pile {
  static final int MAX_REQUESTS = 4096;

  private static final int MAX_MARKS = 16;
  private static final Comparator<AcceptorNotice.Choose> FURTHER =
      Comparator.comparingLong(AcceptorNotice.Choose::through);

  private final AcceptorSettings settings;
  private final NavigableMap<Ballot, AcceptorNotice.Choose> marks = new TreeMap<>();
  private List<Request> requests = new ArrayList<>();
  private long bytes;
  private boolean willWrite;
  private boolean urgent;

  /** Empty. All that it will have may become one event, which the journal must be able to write. */
  Pile(AcceptorSettings settings) {
    this.settings = settings;
  }

  /** Whether there was room for it. */
  boolean add(MemberId from, AcceptorMessage message) {
    boolean asks =
        message instanceof AcceptorMessage.Prepare || message instanceof AcceptorMessage.CatchUp;
    boolean writes =
        message instanceof AcceptorMessage.Prepare || message instanceof AcceptorMessage.Accept;
    long size =
        message instanceof AcceptorMessage.Accept accept
            ? accept.value().size()
            : asks ? settings.pageBytes() : 0;
    return add(new Request.ByMember(from, message), size, writes);
  }

  /** Whether there was room for it. */
  boolean add(AcceptorNotice.Learned learned) {
    long size = learned.values().stream().mapToLong(Value::size).sum();
    return add(new Request.FromWithin(learned), size, true);
  }

  /** Whether there was room for it. */
  boolean add(AcceptorNotice.Release release) {
    return add(new Request.FromWithin(release), 0, true);
  }

  /** Whether there was room for it. */
  boolean add(AcceptorNotice.Clear clear) {
    return add(new Request.FromWithin(clear), 0, false);
  }

  private boolean add(Request request, long size, boolean writes) {
    boolean room =
        requests.isEmpty()
            || (requests.size() < MAX_REQUESTS && bytes + size <= settings.writeBytes());
    if (room) {
      requests.add(request);
      bytes += size;
      willWrite |= writes;
    }
    return room;
  }

  /** Remembers it in place of an earlier one. */
  void add(AcceptorNotice.Choose mark) {
    marks.merge(mark.ballot(), mark, BinaryOperator.maxBy(FURTHER));
    urgent |= mark.closing();
    if (marks.size() > MAX_MARKS) {
      marks.pollFirstEntry();
    }
  }

  /** How many requests wait, marks not counted. */
  int size() {
    return requests.size();
  }

  /** Whether there is something that must not wait for a flush. */
  boolean isPressing() {
    return urgent || !requests.isEmpty();
  }

  boolean hasMarks() {
    return !marks.isEmpty();
  }

  /** Takes the requests, and if they cause a write, the marks. */
  List<Request> take() {
    return urgent || willWrite ? takeAll() : takeRequests();
  }

  /**
   * Takes everything. The marks come last: a mark means votes that were asked for before it,
   * perhaps in this very pile.
   */
  List<Request> takeAll() {
    List<Request> all = takeRequests();
    marks.values().forEach(mark -> all.add(new Request.FromWithin(mark)));
    marks.clear();
    urgent = false;
    return all;
  }

  private List<Request> takeRequests() {
    List<Request> taken = requests;
    requests = new ArrayList<>();
    bytes = 0;
    willWrite = false;
    return taken;
  }
}
