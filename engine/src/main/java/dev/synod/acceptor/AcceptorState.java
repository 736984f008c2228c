package dev.synod.acceptor;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * What an acceptor has durably promised, voted for and learned as chosen (Paxos Made Simple,
 * section 2.2, for every slot at once). It is the sum of its journal's events; {@link #decide} says
 * what the next one is, {@link #after} adds it.
 *
 * @param epoch ballots of any other are not answered (rule M2)
 * @param counter events so far (rule A8)
 * @param promised never goes down, and no vote is above it (rule A4)
 * @param log the chosen values above this member's snapshot, but for those cleared from memory
 * @param votes the last vote per slot above the chosen prefix
 */
public record AcceptorState(
    Identity identity,
    long epoch,
    long counter,
    Ballot promised,
    ChosenLog log,
    PSortedMap<Long, SlotVote> votes,
    Retained retained) {

  /** An acceptor with an empty journal. */
  public static AcceptorState empty(Identity identity) {
    return new AcceptorState(
        identity, 1, 0, Ballot.NONE, ChosenLog.EMPTY, TreePMap.empty(), Retained.NONE);
  }

  /** Every slot through this one is chosen; 0 if none. */
  public long chosenThrough() {
    return log.through();
  }

  /** Where the log begins. */
  public Cut cut() {
    return log.cut();
  }

  /** The values of the slots through this one may be gone; 0 if none. */
  public long truncatedTo() {
    return cut().slot();
  }

  /**
   * The values of the slots through this one are not in memory: truncated, or only cleared. No less
   * than {@link #truncatedTo}.
   */
  public long clearedTo() {
    return Math.max(truncatedTo(), log.cleared().through());
  }

  /** The highest log time among the chosen values, in milliseconds. */
  public long logTime() {
    return log.logTime();
  }

  /** The chosen value of a slot, if this acceptor has learned it and still has it. */
  public Optional<Value> chosenAt(long slot) {
    return log.at(slot);
  }

  /** The vote at a slot above the chosen prefix. */
  public Optional<SlotVote> voteAt(long slot) {
    return Optional.ofNullable(votes.get(slot));
  }

  /**
   * Decides over all of this at once, in order.
   *
   * @throws Invariant.Breach if a request shows that a rule was broken somewhere
   */
  public Decision decide(List<Request> requests, Terms terms) {
    requireWhole();
    Draft draft = Draft.of(this, terms);
    for (Request request : requests) {
      draft = draft.take(request);
    }
    return draft.decision();
  }

  /**
   * The state after an event: votes first, then the log begins where the event says, then the
   * chosen prefix grows by learned values, and where none was told, by what was voted for.
   *
   * <p>While a journal is replayed of which the first events are deleted, a value may be missing:
   * the log then begins behind it. {@link #recovered} sees whether it may.
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
    state = state.cutAt(recorded.cut());
    for (long slot = state.chosenThrough() + 1; slot <= recorded.chosenThrough(); slot++) {
      Optional<Value> voted = state.voteAt(slot).map(SlotVote::value);
      Optional<Value> value = recorded.learnedAt(slot).or(() -> voted);
      state = value.isPresent() ? state.choosing(value.get()) : state.beginningAfter(slot);
    }
    return state.entering(recorded.epoch()).counting(recorded);
  }

  /**
   * The same state, having seen that the replay brought all of the journal that may not be missing
   * (rule A8).
   *
   * @param written the events that the journal was given
   */
  public AcceptorState recovered(long written) {
    requireJournal(
        counter == written,
        "was given %d events and gave back %d: the last are missing",
        written,
        counter);
    requireJournal(
        retained.first() <= cut().events() + 1,
        "begins with event %d, but only those through event %d may be missing",
        retained.first(),
        cut().events());
    return requireWhole();
  }

  private AcceptorState requireWhole() {
    requireJournal(
        log.base() <= clearedTo(),
        "has no value for slot %d, but only those through slot %d may be missing",
        log.base(),
        clearedTo());
    return this;
  }

  private void requireFollows(Recorded recorded) {
    Identity owner = new Identity(recorded.group(), recorded.member(), recorded.incarnation());
    requireJournal(owner.equals(identity), "has an event of %s, expected %s", owner, identity);
    requireJournal(
        counter == 0 || recorded.counter() == counter + 1,
        "goes on with event %d, expected %d: events are missing",
        recorded.counter(),
        counter + 1);
    requireJournal(
        recorded.promised().epoch() <= recorded.epoch() && epoch <= recorded.epoch(),
        "has the promise %s and epoch %d in event %d, expected no lower epoch than %d before",
        recorded.promised(),
        recorded.epoch(),
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
        recorded.chosenThrough() >= chosenThrough()
            && recorded.chosenThrough() >= recorded.cut().slot(),
        "C1",
        "event %d lowers the chosen prefix from slot %d to slot %d",
        recorded.counter(),
        chosenThrough(),
        recorded.chosenThrough());
    Invariant.require(
        recorded.cut().slot() >= truncatedTo() && recorded.cut().events() < recorded.counter(),
        "G1",
        "event %d makes %s of %s",
        recorded.counter(),
        recorded.cut(),
        cut());
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
        ? new AcceptorState(identity, epoch, counter, ballot, log, votes, retained)
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
        identity, epoch, counter, promised, log, votes.plus(vote.slot(), vote), retained);
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

  /** With the prefix grown by one value; a stop-sign leads into its next epoch (rule M1). */
  AcceptorState choosing(Value value) {
    AcceptorState grown = with(log.plus(value));
    return value instanceof Value.StopSign sign ? grown.entering(sign.next().epoch()) : grown;
  }

  /** In this epoch, if it is later; votes of earlier ones are void above the log (rule M2). */
  AcceptorState entering(long next) {
    if (next <= epoch) {
      return this;
    }
    PSortedMap<Long, SlotVote> valid = votes;
    for (SlotVote vote : votes.values()) {
      if (vote.ballot().epoch() < next) {
        valid = valid.minus(vote.slot());
      }
    }
    return new AcceptorState(identity, next, counter, promised, log, valid, retained);
  }

  /** That of its epoch, if the stop-sign is in the part of the log that it holds, or its cut. */
  public Optional<Configuration> configuration() {
    return Stream.of(log.lastSign().map(Value.StopSign::next), cut().configuration())
        .flatMap(Optional::stream)
        .filter(next -> next.epoch() == epoch)
        .findFirst();
  }

  /** With a log that begins where this cut says; what it skips is chosen. */
  AcceptorState cutAt(Cut cut) {
    return with(log.cutAt(cut));
  }

  /**
   * Without the values of the slots through this one in memory, as far as they are chosen. Nothing
   * else changes, least of all the journal, which brings them back after a restart.
   */
  public AcceptorState clearing(long slot) {
    return with(log.clearing(slot));
  }

  private AcceptorState beginningAfter(long slot) {
    return with(log.from(slot));
  }

  private AcceptorState with(ChosenLog changed) {
    PSortedMap<Long, SlotVote> open = votes;
    while (!open.isEmpty() && open.firstKey() <= changed.through()) {
      open = open.minus(open.firstKey());
    }
    return new AcceptorState(identity, epoch, counter, promised, changed, open, retained);
  }

  /** Which events held nothing but what this cut leaves out. */
  long deletable(long slot) {
    return Math.max(cut().events(), retained.within(slot));
  }

  /** With this event in the journal. */
  AcceptorState counting(Recorded recorded) {
    Retained grown = retained.with(recorded.counter(), recorded.reach()).after(truncatedTo());
    return new AcceptorState(identity, epoch, recorded.counter(), promised, log, votes, grown);
  }
}
