package dev.synod.replica;

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
 * The linearizable reads of this node that wait (rule R3). One question to the leader is out at a
 * time, for all reads that had arrived when it was first sent; a read that arrives later waits for
 * the next, so that it is never confirmed by a round older than itself (rule R1c).
 *
 * <p>At most {@code synod.client.outstanding} reads wait; each ends within {@code
 * synod.client.timeout}.
 *
 * @param question number of the latest question; starts at random, so that no answer to an earlier
 *     run of this node fits
 * @param asked the reads that the question is about; empty if none is out
 * @param gathering the reads for the next question
 * @param applying the reads that are confirmed, by the slot that must be applied first
 */
record Reads(
    ClientSettings settings,
    Lead lead,
    long question,
    PVector<Waiting> asked,
    PVector<Waiting> gathering,
    TreePMap<Long, PVector<Waiting>> applying) {
  private static final long SHORTEST_PAUSE = 100;

  /**
   * Whom to ask.
   *
   * @param resendAt when the question that is out is overdue
   */
  record Lead(Optional<MemberId> leader, long resendAt) {}

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
        new Lead(leader, 0),
        question,
        TreePVector.empty(),
        TreePVector.empty(),
        TreePMap.empty());
  }

  /** How many reads wait. */
  int pending() {
    return asked.size()
        + gathering.size()
        + applying.values().stream().mapToInt(PVector::size).sum();
  }

  /** Takes a read in or refuses it; {@link #ask} asks for it. */
  Turn<Reads, Ready> submit(long request, long now) {
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
    return Turn.stay(new Reads(settings, lead, question, asked, gathering.plus(read), applying));
  }

  /** Asks for all reads that gathered, if no question is out. */
  Turn<Reads, Ready> ask(long now) {
    if (!asked.isEmpty() || gathering.isEmpty() || lead.leader().isEmpty()) {
      return Turn.stay(this);
    }
    return new Reads(settings, lead, question + 1, gathering, TreePVector.empty(), applying)
        .repeat(now);
  }

  /** Asks a new leader at once. */
  Turn<Reads, Ready> leader(Optional<MemberId> leader, long now) {
    Reads following =
        new Reads(settings, new Lead(leader, now), question, asked, gathering, applying);
    return leader.isEmpty() ? Turn.stay(following) : following.repeat(now).then(r -> r.ask(now));
  }

  /** The answer to the question, whoever gives it: its round began after the question left. */
  Turn<Reads, Ready> index(ReadIndex index, long appliedThrough, long now) {
    if (asked.isEmpty() || index.request() != question) {
      return Turn.stay(this);
    }
    PVector<Waiting> same = applying.getOrDefault(index.slot(), TreePVector.empty());
    return new Reads(
            settings,
            lead,
            question,
            TreePVector.empty(),
            gathering,
            applying.plus(index.slot(), same.plusAll(asked)))
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
        new Reads(settings, lead, question, asked, gathering, applying.tailMap(through, false)),
        ready);
  }

  /** Fails what is past its deadline and repeats a question that is overdue. */
  Turn<Reads, Ready> tick(long now) {
    List<Ready> failed = new ArrayList<>();
    TreePMap<Long, PVector<Waiting>> confirmed = applying;
    for (Map.Entry<Long, PVector<Waiting>> entry : applying.entrySet()) {
      String slow = "confirmed, but slot " + entry.getKey() + " was not applied here";
      PVector<Waiting> left = patient(entry.getValue(), now, slow, failed);
      confirmed =
          left.isEmpty() ? confirmed.minus(entry.getKey()) : confirmed.plus(entry.getKey(), left);
    }
    String unheard = "no leader confirmed the read";
    Reads left =
        new Reads(
            settings,
            lead,
            question,
            patient(asked, now, unheard, failed),
            patient(gathering, now, unheard, failed),
            confirmed);
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
    Lead told = new Lead(lead.leader(), now + pause);
    return new Turn<>(
        new Reads(settings, told, question, asked, gathering, applying),
        List.of(new Effect.Send(lead.leader().get(), new ReadIndexAsk(question))),
        List.of());
  }

  private PVector<Waiting> patient(
      PVector<Waiting> reads, long now, String cause, List<Ready> failed) {
    PVector<Waiting> left = reads;
    // Deadlines grow with arrival.
    while (!left.isEmpty() && left.get(0).deadline() <= now) {
      failed.add(
          new Ready(
              left.get(0).request(),
              Optional.of(
                  cause
                      + " within synod.client.timeout = "
                      + settings.timeout().toMillis()
                      + " ms")));
      left = left.minus(0);
    }
    return left;
  }

  private Turn<Reads, Ready> failing(long request, String detail) {
    return Turn.ending(this, List.of(new Ready(request, Optional.of(detail))));
  }
}
