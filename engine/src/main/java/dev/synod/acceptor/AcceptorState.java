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
 * What an acceptor has durably promised, voted for and learned as chosen.
 *
 * @param epoch ballots of any other are not answered
 * @param counter events so far (rule A8)
 * @param promised never goes down (rule A4); apart from the ballots of votes
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
   */
  public Decision decide(List<Request> requests, int pageBytes) {
    Draft draft = new Draft(this, pageBytes);
    requests.forEach(draft::take);
    return draft.decision();
  }

  /** The state after an event; refuses one that does not follow (rule A8). */
  public AcceptorState after(AcceptorEvent event) {
    Recorded recorded = (Recorded) event;
    requireFollows(recorded);
    AcceptorState state =
        new AcceptorState(
            identity, epoch, recorded.counter(), recorded.promised(), chosen, votes, logTime);
    for (SlotVote vote : recorded.votes()) {
      state = state.voting(vote);
    }
    for (long slot = chosenThrough() + 1; slot <= recorded.chosenThrough(); slot++) {
      long learned = slot - recorded.learnedFirst();
      boolean told =
          recorded.learnedFirst() > 0 && learned >= 0 && learned < recorded.learned().size();
      Optional<Value> value =
          told
              ? Optional.of(recorded.learned().get((int) learned))
              : state.voteAt(slot).map(SlotVote::value);
      Invariant.require(
          value.isPresent(), "A8", "event %d chooses slot %d without a value", counter + 1, slot);
      state = state.choosing(value.orElseThrow());
    }
    return state;
  }

  private void requireFollows(Recorded recorded) {
    Identity owner = new Identity(recorded.group(), recorded.member(), recorded.incarnation());
    Invariant.require(
        owner.equals(identity),
        "A8",
        "the journal %s has an event of %s, expected %s: it is not this member's",
        identity.persistenceId(),
        owner,
        identity);
    Invariant.require(
        recorded.counter() == counter + 1,
        "A8",
        "the journal %s goes on with event %d, expected %d: events are missing; replace this member",
        identity.persistenceId(),
        recorded.counter(),
        counter + 1);
    Invariant.require(
        !recorded.promised().below(promised),
        "A4",
        "event %d lowers the promise from %s to %s",
        recorded.counter(),
        promised,
        recorded.promised());
  }

  AcceptorState promising(Ballot ballot) {
    return new AcceptorState(
        identity, epoch, counter, promised.max(ballot), chosen, votes, logTime);
  }

  /** With a vote; one for a slot of the chosen prefix changes nothing. */
  AcceptorState voting(SlotVote vote) {
    return vote.slot() <= chosenThrough()
        ? this
        : new AcceptorState(
            identity, epoch, counter, promised, chosen, votes.plus(vote.slot(), vote), logTime);
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
}
