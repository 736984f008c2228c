package dev.synod.replica;

import dev.synod.api.ReadConsistency;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.settings.SynodSettings.ClientSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * The reads of this node that wait: linearizable ones (rule R3), those that may be of some age (R5)
 * where no round is as young, and those that need a slot (R6). One question to the leader is out at
 * a time, for all reads that had arrived when it was first sent; a read that arrives later waits
 * for the next, so that it is never confirmed by a round older than itself (rule R1c).
 *
 * <p>At most {@code synod.client.outstanding} reads wait; each ends within {@code
 * synod.client.timeout}.
 *
 * @param question number of the latest question; starts at random, so that no answer to an earlier
 *     run of this node fits
 * @param asked the reads that the question is about; empty if none is out
 * @param gathering the reads for the next question
 * @param applying the reads that need no more than a slot, which must be applied first
 * @param known what the latest answer has told
 */
record Reads(
    ClientSettings settings,
    Lead lead,
    long question,
    PVector<Waiting> asked,
    PVector<Waiting> gathering,
    TreePMap<Long, PVector<Waiting>> applying,
    Known known) {
  private static final long SHORTEST_PAUSE = 100;

  /**
   * Whom to ask.
   *
   * @param askedAt when the question that is out left first
   * @param resendAt when it is overdue
   */
  record Lead(Optional<MemberId> leader, long askedAt, long resendAt) {}

  /**
   * What was acknowledged before that time is in the slots through that one: the round began after
   * its question had left.
   */
  record Known(long at, long slot) {
    private static final Known NOTHING = new Known(Long.MIN_VALUE / 2, Long.MAX_VALUE);

    /**
     * The slot that a read needs which may be as old as this; empty if nothing so young is known.
     * Strictly after: what is in one millisecond is in no order.
     */
    Optional<Long> since(long time) {
      return at > time ? Optional.of(slot) : Optional.empty();
    }
  }

  /**
   * One read.
   *
   * @param request the shell's number for it
   */
  record Waiting(long request, long deadline) {}

  /**
   * A read that waits no longer.
   *
   * @param failure why it can't be answered; empty if it is to be answered now
   */
  record Ready(long request, Optional<String> failure) {}

  static Reads create(ClientSettings settings, Optional<MemberId> leader, long question) {
    return new Reads(
        settings,
        new Lead(leader, 0, 0),
        question,
        TreePVector.empty(),
        TreePVector.empty(),
        TreePMap.empty(),
        Known.NOTHING);
  }

  /** How many reads wait. */
  int pending() {
    return asked.size()
        + gathering.size()
        + applying.values().stream().mapToInt(PVector::size).sum();
  }

  /** Takes a read in, answers or refuses it; {@link #ask} asks for those that need it. */
  Turn<Reads, Ready> submit(long request, ReadConsistency kind, long appliedThrough, long now) {
    Optional<Long> needed = kind.fold(new Need(known, now));
    if (needed.filter(slot -> slot <= appliedThrough).isPresent()) {
      return Turn.ending(this, List.of(new Ready(request, Optional.empty())));
    }
    int pending = pending();
    if (pending >= settings.outstanding()) {
      return failing(
          request,
          pending
              + " reads wait, as many as synod.client.outstanding = "
              + settings.outstanding()
              + " allows; try again later");
    }
    Waiting read = new Waiting(request, now + settings.timeout().toMillis());
    if (needed.isEmpty()) {
      return Turn.stay(
          new Reads(settings, lead, question, asked, gathering.plus(read), applying, known));
    }
    return Turn.stay(awaiting(needed.get(), TreePVector.singleton(read)));
  }

  /** The slot that a kind of read needs at this time; empty if the leader has to be asked. */
  private record Need(Known known, long now) implements ReadConsistency.Cases<Optional<Long>> {
    @Override
    public Optional<Long> onLinearizable() {
      return Optional.empty();
    }

    @Override
    public Optional<Long> onBounded(ReadConsistency.Bounded bounded) {
      return known.since(now - bounded.maxStaleness().toMillis());
    }

    @Override
    public Optional<Long> onAtLeast(ReadConsistency.AtLeast atLeast) {
      return Optional.of(atLeast.slot());
    }

    @Override
    public Optional<Long> onLocal() {
      return Optional.of(0L);
    }
  }

  private Reads awaiting(long slot, PVector<Waiting> reads) {
    PVector<Waiting> same = applying.getOrDefault(slot, TreePVector.empty());
    return new Reads(
        settings,
        lead,
        question,
        asked,
        gathering,
        applying.plus(slot, same.plusAll(reads)),
        known);
  }

  /** Asks for all reads that gathered, if no question is out. */
  Turn<Reads, Ready> ask(long now) {
    if (!asked.isEmpty() || gathering.isEmpty() || lead.leader().isEmpty()) {
      return Turn.stay(this);
    }
    Lead told = new Lead(lead.leader(), now, lead.resendAt());
    return new Reads(settings, told, question + 1, gathering, TreePVector.empty(), applying, known)
        .repeat(now);
  }

  /** Asks a new leader at once. */
  Turn<Reads, Ready> leader(Optional<MemberId> leader, long now) {
    Reads following =
        new Reads(
            settings,
            new Lead(leader, lead.askedAt(), now),
            question,
            asked,
            gathering,
            applying,
            known);
    return leader.isEmpty() ? Turn.stay(following) : following.repeat(now).then(r -> r.ask(now));
  }

  /** The answer to the question, whoever gives it: its round began after the question left. */
  Turn<Reads, Ready> index(ReadIndex index, long appliedThrough, long now) {
    if (asked.isEmpty() || index.request() != question) {
      return Turn.stay(this);
    }
    return new Reads(
            settings,
            lead,
            question,
            TreePVector.empty(),
            gathering,
            applying,
            new Known(lead.askedAt(), index.slot()))
        .awaiting(index.slot(), asked)
        .applied(appliedThrough)
        .then(r -> r.ask(now));
  }

  /** Lets go the reads that waited for no more than this slot. */
  Turn<Reads, Ready> applied(long through) {
    TreePMap<Long, PVector<Waiting>> reached = applying.headMap(through, true);
    if (reached.isEmpty()) {
      return Turn.stay(this);
    }
    List<Ready> ready = new ArrayList<>();
    reached
        .values()
        .forEach(reads -> reads.forEach(r -> ready.add(new Ready(r.request(), Optional.empty()))));
    return Turn.ending(
        new Reads(
            settings, lead, question, asked, gathering, applying.tailMap(through, false), known),
        ready);
  }

  /** Fails what is past its deadline and repeats a question that is overdue. */
  Turn<Reads, Ready> tick(long now) {
    List<Ready> failed = new ArrayList<>();
    TreePMap<Long, PVector<Waiting>> confirmed = applying;
    for (Map.Entry<Long, PVector<Waiting>> entry : applying.entrySet()) {
      String slow = "slot " + entry.getKey() + " was not applied here";
      PVector<Waiting> left = patient(entry.getValue(), now, slow, failed);
      if (left.size() < entry.getValue().size()) {
        confirmed =
            left.isEmpty() ? confirmed.minus(entry.getKey()) : confirmed.plus(entry.getKey(), left);
      }
    }
    String unheard = "no leader confirmed the read";
    Reads left =
        new Reads(
            settings,
            lead,
            question,
            patient(asked, now, unheard, failed),
            patient(gathering, now, unheard, failed),
            confirmed,
            known);
    return Turn.<Reads, Ready>ending(left, failed)
        .then(r -> r.lead.resendAt() <= now ? r.repeat(now) : Turn.stay(r))
        .then(r -> r.ask(now));
  }

  /** Fails all that waits because the node stops. */
  Turn<Reads, Ready> stop() {
    List<Ready> failed = new ArrayList<>();
    Optional<String> why = Optional.of("this node stopped while the read waited");
    asked.forEach(read -> failed.add(new Ready(read.request(), why)));
    gathering.forEach(read -> failed.add(new Ready(read.request(), why)));
    applying.values().forEach(s -> s.forEach(read -> failed.add(new Ready(read.request(), why))));
    return Turn.ending(create(settings, lead.leader(), question), failed);
  }

  private Turn<Reads, Ready> repeat(long now) {
    if (asked.isEmpty() || lead.leader().isEmpty()) {
      return Turn.stay(this);
    }
    long pause = Math.max(SHORTEST_PAUSE, settings.resend().toMillis() / 4);
    Lead told = new Lead(lead.leader(), lead.askedAt(), now + pause);
    return new Turn<>(
        new Reads(settings, told, question, asked, gathering, applying, known),
        List.of(new Effect.Send(lead.leader().get(), new ReadIndexAsk(question))),
        List.of());
  }

  private PVector<Waiting> patient(
      PVector<Waiting> reads, long now, String cause, List<Ready> failed) {
    PVector<Waiting> left = reads;
    for (int i = reads.size() - 1; i >= 0; i--) {
      if (reads.get(i).deadline() <= now) {
        left = left.minus(i);
        failed.add(
            new Ready(
                reads.get(i).request(),
                Optional.of(
                    cause
                        + " within synod.client.timeout = "
                        + settings.timeout().toMillis()
                        + " ms")));
      }
    }
    return left;
  }

  private Turn<Reads, Ready> failing(long request, String detail) {
    return Turn.ending(this, List.of(new Ready(request, Optional.of(detail))));
  }
}
