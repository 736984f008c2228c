package dev.synod.replica;

import static dev.synod.api.Outcome.Doubt.TIMED_OUT;
import static dev.synod.api.Outcome.Reason.OVERLOADED;
import static dev.synod.api.Outcome.Reason.TOO_LARGE;

import dev.synod.api.Outcome;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage.Submit;
import dev.synod.protocol.ReplicaNotice.LeaderIs;
import dev.synod.protocol.SessionId;
import dev.synod.replica.Waitlist.Caller;
import dev.synod.replica.Waitlist.Waiting;
import dev.synod.settings.SynodSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcollections.PVector;

/**
 * The commands of this node that wait for their outcome. They go to whoever leads, again and again
 * until they are applied here; that they are executed once is the replicas' doing (rule S2).
 *
 * <p>A command that was sent may be done, now or later: whatever keeps its outcome from the client
 * is {@link Outcome.Unknown} (rule S5). At most {@code synod.client.outstanding} requests wait, of
 * at most {@code synod.client.outstanding-bytes} (rule P4). Nothing is sent ahead of the lowest
 * waiting ticket by {@code synod.sessions.window} or more, or the replicas would forget that one
 * while it is still on its way (rule S4).
 */
record Outbox(Terms terms, LeaderIs lead, OwnSession own, Waitlist list) {

  /**
   * What never changes in a run.
   *
   * @param nonceBase random
   */
  record Terms(MemberId self, long nonceBase, SynodSettings settings) {
    private long timeout() {
      return settings.client().timeout().toMillis();
    }

    private long keepEvery() {
      return Math.max(1, settings.sessions().ttl().toMillis() / 3);
    }

    private long pause(int attempts) {
      long first = settings.client().resend().toMillis();
      return Math.min(first << Math.min(attempts, 20), Math.max(first, timeout()));
    }
  }

  /**
   * The session that the node's own commands run in.
   *
   * @param id empty while it is being opened
   * @param keepAt when the log is to hear of it next
   */
  record OwnSession(Optional<SessionId> id, long keepAt) {
    private static final OwnSession NONE = new OwnSession(Optional.empty(), 0);

    boolean is(SessionId session) {
      return id.isPresent() && id.get().equals(session);
    }
  }

  /** A node that has just started: all that waits is its own session. */
  static Outbox create(Terms terms, LeaderIs lead) {
    return new Outbox(terms, lead, OwnSession.NONE, Waitlist.empty()).opening();
  }

  /** How many requests wait. */
  int pending() {
    return list.callers();
  }

  /** Takes a request in or refuses it; {@link #flush} sends what was taken in. */
  Turn<Outbox, Ended> submit(long request, Errand errand, long now) {
    int bound = terms.settings.client().commandBytes();
    if (errand.size() > bound) {
      return refusal(
          request,
          TOO_LARGE,
          "command of %d B is larger than synod.client.command = %d B; make it smaller or raise the"
              + " bound on every node",
          errand.size(),
          bound);
    }
    Optional<Waiting> earlier = list.find(errand).map(list.waiting()::at);
    if (earlier.isPresent() && !earlier.get().errand().equals(errand)) {
      return Turn.ending(this, List.of(new Ended(request, Settling.reused("is on its way for"))));
    }
    if (list.callers() >= terms.settings.client().outstanding()
        || (earlier.isEmpty()
            && list.bytes() + errand.size() > terms.settings.client().outstandingBytes())) {
      return overloaded(request, errand);
    }
    Caller caller = new Caller(request, now + terms.timeout());
    return Turn.stay(
        with(
            earlier
                .map(
                    w ->
                        list.put(
                            list.find(errand).orElseThrow(), w.calledBy(w.callers().plus(caller))))
                .orElseGet(() -> list.add(errand, Waitlist.nobody().plus(caller)))));
  }

  /** Sends what was never sent, if a leader is known. */
  Turn<Outbox, Ended> flush(long now) {
    return list.unsentFrom() == list.next()
        ? Turn.stay(this)
        : transmit(list.unsentFrom(), false, now);
  }

  /** Sends everything to a new leader, or to one that has lost the lead and won it again. */
  Turn<Outbox, Ended> leader(LeaderIs told, long now) {
    return told.equals(lead)
        ? Turn.stay(this)
        : new Outbox(terms, told, own, list).transmit(0, true, now);
  }

  /** Ends what is past its deadline, sends again what is overdue, keeps the own session alive. */
  Turn<Outbox, Ended> tick(long now) {
    return expired(now).then(o -> o.kept(now)).then(o -> o.transmit(0, false, now));
  }

  /** Ends the requests whose outcome the log has brought. */
  Turn<Outbox, Ended> settle(List<Happened> happened, long now) {
    Settling settling = new Settling(this, now);
    happened.forEach(one -> one.tell(settling));
    return Turn.ending(settling.outbox(), settling.ended());
  }

  /** Ends all that waits because the node stops. */
  Turn<Outbox, Ended> stop() {
    List<Ended> ended = new ArrayList<>();
    list.waiting().values().forEach(w -> end(w, stopped(w), ended));
    return Turn.ending(with(Waitlist.empty()), ended);
  }

  /** With its own session still to be opened. */
  Outbox opening() {
    Waitlist longer = list.add(new Errand.Opening(true), Waitlist.nobody());
    return new Outbox(terms, lead, OwnSession.NONE, longer);
  }

  /** With its own session open. */
  Outbox opened(SessionId session, long now) {
    return new Outbox(
        terms, lead, new OwnSession(Optional.of(session), now + terms.keepEvery()), list);
  }

  Outbox with(Waitlist other) {
    return new Outbox(terms, lead, own, other);
  }

  static void end(Waiting waiting, Outcome<Object> outcome, List<Ended> ended) {
    waiting.callers().forEach(caller -> ended.add(new Ended(caller.request(), outcome)));
  }

  /** In a client's session this may be a retry of an attempt that was done (rule S5). */
  private Turn<Outbox, Ended> overloaded(long request, Errand errand) {
    String detail =
        String.format(
            "%d requests of %d B wait for their outcome, synod.client.outstanding = %d of"
                + " synod.client.outstanding-bytes = %d B may; try again later",
            pending(),
            list.bytes(),
            terms.settings.client().outstanding(),
            terms.settings.client().outstandingBytes());
    return errand instanceof Errand.InSession
        ? Turn.ending(
            this,
            List.of(new Ended(request, new Outcome.Unknown<>(Outcome.Doubt.OVERLOADED, detail))))
        : refusal(request, OVERLOADED, "%s", detail);
  }

  private Turn<Outbox, Ended> refusal(
      long request, Outcome.Reason reason, String detail, Object... facts) {
    Outcome<Object> refused =
        new Outcome.Rejected<>(reason, String.format(detail, facts), OptionalLong.empty());
    return Turn.ending(this, List.of(new Ended(request, refused)));
  }

  private static Outcome<Object> stopped(Waiting waiting) {
    return surelyNotDone(waiting)
        ? new Outcome.Rejected<>(
            Outcome.Reason.STOPPED, "this node stopped before it was sent", OptionalLong.empty())
        : new Outcome.Unknown<>(
            Outcome.Doubt.STOPPED, "this node stopped while the command was on its way");
  }

  /** It never left; but in a client's session it may be a retry of what another node has sent. */
  private static boolean surelyNotDone(Waiting waiting) {
    return waiting.attempts() == 0 && !(waiting.errand() instanceof Errand.InSession);
  }

  private Turn<Outbox, Ended> expired(long now) {
    Waitlist left = list;
    List<Ended> ended = new ArrayList<>();
    for (Map.Entry<Long, Waiting> entry : list.waiting().entrySet()) {
      Waiting waiting = entry.getValue();
      PVector<Caller> patient = waiting.callers();
      for (Caller caller : waiting.callers()) {
        if (caller.deadline() <= now) {
          ended.add(new Ended(caller.request(), timedOut(waiting)));
          patient = patient.minus(caller);
        }
      }
      if (patient.isEmpty() && !waiting.forNode()) {
        left = left.remove(entry.getKey());
      } else if (patient.size() < waiting.callers().size()) {
        left = left.put(entry.getKey(), waiting.calledBy(patient));
      }
    }
    return Turn.ending(with(left), ended);
  }

  private Outcome<Object> timedOut(Waiting waiting) {
    String cause =
        waiting.attempts() > 0
            ? "it was sent " + waiting.attempts() + " times"
            : lead.leader().isEmpty() ? "no leader is known" : "it was not sent";
    String line = "no outcome within synod.client.timeout = " + terms.timeout() + " ms; " + cause;
    return surelyNotDone(waiting)
        ? new Outcome.Rejected<>(Outcome.Reason.NOT_READY, line, OptionalLong.empty())
        : new Outcome.Unknown<>(TIMED_OUT, line);
  }

  private Turn<Outbox, Ended> kept(long now) {
    if (own.id().isEmpty() || lead.leader().isEmpty() || now < own.keepAt()) {
      return Turn.stay(this);
    }
    Submit keep = new Submit(List.of(new LogCommand.KeepSession(own.id().get())));
    return new Turn<>(
        opened(own.id().get(), now),
        List.of(new Effect.Send(lead.leader().get(), keep)),
        List.of());
  }

  private Turn<Outbox, Ended> transmit(long from, boolean all, long now) {
    if (lead.leader().isEmpty()) {
      return Turn.stay(this);
    }
    long end = list.lowest() + terms.settings.sessions().window();
    Errand.Sender sender =
        new Errand.Sender(terms.self, terms.nonceBase, own.id(), list.lowest() - 1);
    Waitlist after = list;
    long unsentFrom = list.next();
    List<LogCommand> commands = new ArrayList<>();
    Iterator<Map.Entry<Long, Waiting>> waitingFrom = list.waiting().from(from);
    while (waitingFrom.hasNext()) {
      Map.Entry<Long, Waiting> entry = waitingFrom.next();
      long ticket = entry.getKey();
      Waiting waiting = entry.getValue();
      Optional<LogCommand> written =
          ticket < end && (all || waiting.due(now))
              ? waiting.errand().written(sender, ticket)
              : Optional.empty();
      if (written.isPresent()) {
        commands.add(written.get());
        after = after.put(ticket, waiting.sentAgain(now + terms.pause(waiting.attempts())));
      } else if (waiting.attempts() == 0) {
        unsentFrom = Math.min(unsentFrom, ticket);
      }
      if (ticket >= end) {
        break;
      }
    }
    return new Turn<>(with(after.sentBelow(unsentFrom)), submits(commands), List.of());
  }

  /**
   * As few messages as stay below the bound that the proposer sets, and so below Artery's frame.
   */
  private List<Effect> submits(List<LogCommand> commands) {
    List<Effect> effects = new ArrayList<>();
    List<LogCommand> some = new ArrayList<>();
    int bytes = 0;
    for (LogCommand command : commands) {
      int size = command.size();
      if (!some.isEmpty() && bytes + size > terms.settings.proposer().batchBytes()) {
        effects.add(new Effect.Send(lead.leader().orElseThrow(), new Submit(some)));
        some.clear();
        bytes = 0;
      }
      some.add(command);
      bytes += size;
    }
    if (!some.isEmpty()) {
      effects.add(new Effect.Send(lead.leader().orElseThrow(), new Submit(some)));
    }
    return effects;
  }
}
