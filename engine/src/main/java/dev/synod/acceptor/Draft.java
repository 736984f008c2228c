package dev.synod.acceptor;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One decision in the making: the state as it will be, and what to say once it is durable. Lives
 * within one call of {@link AcceptorState#decide}.
 */
final class Draft implements AcceptorMessage.Cases<Boolean>, AcceptorNotice.Cases<Boolean> {
  /** A round so far ahead is damage, and must not use up the rounds (rule B6). */
  private static final long ROUND_JUMP = 1L << 40;

  private final AcceptorState before;
  private final int pageBytes;
  private final SortedMap<Long, SlotVote> cast = new TreeMap<>();
  private final SortedMap<Ballot, List<Long>> accepted = new TreeMap<>();
  private final List<Effect> say = new ArrayList<>();
  private AcceptorState now;
  private long learnedFirst;
  private long learnedLast;

  Draft(AcceptorState before, int pageBytes) {
    this.before = before;
    this.now = before;
    this.pageBytes = pageBytes;
  }

  void take(Request request) {
    if (request instanceof Request.FromMember asked) {
      asked.message().fold(asked.from(), this);
    } else if (request instanceof Request.FromWithin told) {
      told.notice().fold(this);
    }
  }

  Decision decision() {
    accepted.forEach(
        (ballot, slots) -> send(ballot.member(), new LearnerMessage.Accepted(ballot, slots)));
    boolean changed =
        !now.promised().equals(before.promised())
            || now.chosenThrough() > before.chosenThrough()
            || !cast.isEmpty();
    if (changed) {
      say.add(
          new Effect.Post(
              new LearnerNotice.Voted(
                  List.copyOf(cast.values()), now.chosenThrough(), now.logTime())));
    }
    return new Decision(changed ? Optional.of(event()) : Optional.empty(), List.copyOf(say));
  }

  private Recorded event() {
    Identity identity = before.identity();
    List<Value> learned =
        learnedFirst == 0
            ? List.of()
            : now.chosen().subList((int) learnedFirst - 1, (int) learnedLast);
    return new Recorded(
        identity.group(),
        identity.member(),
        identity.incarnation(),
        before.counter() + 1,
        now.promised(),
        now.chosenThrough(),
        List.copyOf(cast.values()),
        learnedFirst,
        learned);
  }

  @Override
  public Boolean onPrepare(MemberId from, AcceptorMessage.Prepare prepare) {
    Ballot ballot = prepare.ballot();
    if (refused(from, ballot)) {
      return false;
    }
    now = now.promising(ballot);
    return send(from, Pages.promise(now, prepare, pageBytes));
  }

  @Override
  public Boolean onAccept(MemberId from, AcceptorMessage.Accept accept) {
    Ballot ballot = accept.ballot();
    if (refused(from, ballot)) {
      return false;
    }
    SlotVote vote = new SlotVote(accept.slot(), ballot, accept.value());
    Invariant.require(vote.slot() >= 1, "A2", "slot %d must be at least 1", vote.slot());
    requireOneValue(vote);
    boolean news =
        vote.slot() > now.chosenThrough() && !now.voteAt(vote.slot()).equals(Optional.of(vote));
    now = now.promising(ballot);
    if (news) {
      now = now.voting(vote);
      cast.put(vote.slot(), vote);
    }
    return accepted.computeIfAbsent(ballot, none -> new ArrayList<>()).add(vote.slot());
  }

  /**
   * A ballot proposes one value per slot (rule A2), and a chosen slot keeps its value (rule C1).
   */
  private void requireOneValue(SlotVote vote) {
    now.chosenAt(vote.slot())
        .ifPresent(
            chosen ->
                Invariant.require(
                    chosen.equals(vote.value()),
                    "C1",
                    "slot %d is chosen as %s, ballot %s proposes %s",
                    vote.slot(),
                    chosen,
                    vote.ballot(),
                    vote.value()));
    now.voteAt(vote.slot())
        .filter(known -> known.ballot().equals(vote.ballot()))
        .ifPresent(
            known ->
                Invariant.require(
                    known.equals(vote),
                    "A2",
                    "ballot %s proposes %s and %s for slot %d",
                    vote.ballot(),
                    known.value(),
                    vote.value(),
                    vote.slot()));
  }

  /** Below the promise, of another epoch, or absurdly far ahead: told the promise, or nothing. */
  private boolean refused(MemberId from, Ballot ballot) {
    boolean absurd = ballot.round() - now.promised().round() > ROUND_JUMP;
    if (ballot.epoch() != now.epoch()) {
      return true;
    }
    if (ballot.below(now.promised()) || absurd) {
      send(from, new Nack(ballot, now.promised()));
      return true;
    }
    return false;
  }

  @Override
  public Boolean onConfirm(MemberId from, AcceptorMessage.Confirm confirm) {
    if (confirm.ballot().equals(now.promised())) {
      return send(from, new LearnerMessage.Confirmed(confirm.ballot(), confirm.round()));
    }
    return refused(from, confirm.ballot());
  }

  @Override
  public Boolean onCatchUp(MemberId from, AcceptorMessage.CatchUp catchUp) {
    return send(from, Pages.catchUp(now, Math.max(1, catchUp.from()), pageBytes));
  }

  @Override
  public Boolean onChoose(AcceptorNotice.Choose choose) {
    Optional<SlotVote> next = now.voteAt(now.chosenThrough() + 1);
    while (next.isPresent()
        && next.get().slot() <= choose.through()
        && next.get().ballot().equals(choose.ballot())) {
      now = now.choosing(next.get().value());
      next = now.voteAt(now.chosenThrough() + 1);
    }
    return true;
  }

  @Override
  public Boolean onLearned(AcceptorNotice.Learned learned) {
    long slot = learned.first();
    for (Value value : learned.values()) {
      Optional<Value> known = now.chosenAt(slot);
      if (known.isPresent()) {
        Invariant.require(
            known.get().equals(value),
            "C1",
            "slot %d is chosen as %s and as %s",
            slot,
            known.get(),
            value);
      } else if (slot == now.chosenThrough() + 1) {
        now = now.choosing(value);
        learnedFirst = learnedFirst == 0 ? slot : learnedFirst;
        learnedLast = slot;
      }
      slot++;
    }
    return true;
  }

  private boolean send(MemberId to, PaxosMessage message) {
    return say.add(new Effect.Send(to, message));
  }
}
