package dev.synod.acceptor;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * What an acceptor has durably promised, voted for and learned as chosen (Paxos Made Simple,
 * section 2.2, for every slot at once). It is the sum of its journal's events; {@link #decide} says
 * what the next one is, {@link #after} adds it.
 *
 * @param epoch ballots of any other are not answered
 * @param counter events so far (rule A8)
 * @param promised never goes down, and no vote is above it (rule A4)
 * @param chosen the chosen values of the slots from 1 on, without a gap
 * @param votes the last vote per slot above the chosen prefix
 * @param logTime the highest log time among the chosen values, in milliseconds
 */
public record AcceptorState(
    Identity identity,
    long epoch,
    long counter,
    Ballot promised,
    PVector<Value> chosen,
    PSortedMap<Long, SlotVote> votes,
    long logTime) {

  /** An acceptor with an empty journal. */
  public static AcceptorState empty(Identity identity, long epoch) {
    return new AcceptorState(
        identity, epoch, 0, Ballot.NONE, TreePVector.empty(), TreePMap.empty(), 0);
  }

  /** Every slot through this one is chosen, and its value is here; 0 if none. */
  public long chosenThrough() {
    return chosen.size();
  }

  /** The chosen value of a slot, if this acceptor has learned it. */
  public Optional<Value> chosenAt(long slot) {
    return slot >= 1 && slot <= chosenThrough()
        ? Optional.of(chosen.get((int) slot - 1))
        : Optional.empty();
  }

  /** The vote at a slot above the chosen prefix. */
  public Optional<SlotVote> voteAt(long slot) {
    return Optional.ofNullable(votes.get(slot));
  }

  /**
   * Decides over all of this at once, in order.
   *
   * @param pageBytes bound of the values in one answer; one value always fits
   * @throws Invariant.Breach if a request shows that a rule was broken somewhere
   */
  public Decision decide(List<Request> requests, int pageBytes) {
    Draft draft = Draft.of(this, pageBytes);
    for (Request request : requests) {
      draft = draft.take(request);
    }
    return draft.decision();
  }

  /**
   * The state after an event: votes first, then the chosen prefix grows by learned values, and
   * where none was told, by what was voted for.
   *
   * @throws Invariant.Breach if the event does not follow from this state (rule A8)
   */
  public AcceptorState after(AcceptorEvent event) {
    Recorded recorded = (Recorded) event;
    requireFollows(recorded);
    AcceptorState state = promising(recorded.promised());
    for (SlotVote vote : recorded.votes()) {
      state = state.voting(vote);
    }
    for (long slot = chosenThrough() + 1; slot <= recorded.chosenThrough(); slot++) {
      Optional<Value> voted = state.voteAt(slot).map(SlotVote::value);
      Optional<Value> value = recorded.learnedAt(slot).or(() -> voted);
      requireJournal(
          value.isPresent(),
          "chooses slot %d in event %d without a value",
          slot,
          recorded.counter());
      state = state.choosing(value.orElseThrow());
    }
    return state.counting(recorded.counter());
  }

  private void requireFollows(Recorded recorded) {
    Identity owner = new Identity(recorded.group(), recorded.member(), recorded.incarnation());
    requireJournal(owner.equals(identity), "has an event of %s, expected %s", owner, identity);
    requireJournal(
        recorded.counter() == counter + 1,
        "goes on with event %d, expected %d: events are missing",
        recorded.counter(),
        counter + 1);
    requireJournal(
        recorded.promised().epoch() <= epoch,
        "has the promise %s in event %d, expected none above epoch %d",
        recorded.promised(),
        recorded.counter(),
        epoch);
    Invariant.require(
        !recorded.promised().below(promised),
        "A4",
        "event %d lowers the promise from %s to %s",
        recorded.counter(),
        promised,
        recorded.promised());
    Invariant.require(
        recorded.chosenThrough() >= chosenThrough(),
        "C1",
        "event %d lowers the chosen prefix from slot %d to slot %d",
        recorded.counter(),
        chosenThrough(),
        recorded.chosenThrough());
  }

  /** What its journal has not kept, an acceptor must not vote without: it is to be replaced. */
  void requireJournal(boolean condition, String fact, Object... facts) {
    if (!condition) {
      Invariant.require(
          false,
          "A8",
          "the journal " + identity.persistenceId() + " " + fact + "; replace this member",
          facts);
    }
  }

  /** With a promise of at least this ballot. */
  AcceptorState promising(Ballot ballot) {
    return ballot.above(promised)
        ? new AcceptorState(identity, epoch, counter, ballot, chosen, votes, logTime)
        : this;
  }

  /** With a vote in place of the slot's last. A ballot has one value per slot (rule A2). */
  AcceptorState voting(SlotVote vote) {
    Invariant.require(
        vote.slot() > chosenThrough() && !vote.ballot().above(promised),
        "A2",
        "%s must be above the chosen prefix through slot %d, and not above the promise %s",
        vote,
        chosenThrough(),
        promised);
    Optional<SlotVote> last = voteAt(vote.slot());
    Invariant.require(
        last.filter(known -> known.ballot().equals(vote.ballot())).stream().allMatch(vote::equals),
        "A2",
        "one ballot has two values for a slot: first %s, then %s",
        last,
        vote);
    return new AcceptorState(
        identity, epoch, counter, promised, chosen, votes.plus(vote.slot(), vote), logTime);
  }

  /** The same state, having seen that a chosen slot still has its value (rule C1). */
  AcceptorState agreeing(long slot, Value value) {
    Invariant.require(
        chosenAt(slot).stream().allMatch(value::equals),
        "C1",
        "slot %d is chosen as %s and as %s",
        slot,
        chosenAt(slot),
        value);
    return this;
  }

  /** With the prefix grown by one value. */
  AcceptorState choosing(Value value) {
    return new AcceptorState(
        identity,
        epoch,
        counter,
        promised,
        chosen.plus(value),
        votes.minus(chosenThrough() + 1),
        Math.max(logTime, value.logTime()));
  }

  /** With this many events in the journal. */
  AcceptorState counting(long events) {
    return new AcceptorState(identity, epoch, events, promised, chosen, votes, logTime);
  }
}
