package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.TwoPhaseEvent.Decided;
import dev.synod.commit.TwoPhaseEvent.Prepared;
import dev.synod.commit.TwoPhaseMessage.Acknowledged;
import dev.synod.commit.TwoPhaseMessage.Decision;
import dev.synod.commit.TwoPhaseMessage.Prepare;
import dev.synod.commit.TwoPhaseMessage.Vote;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * A participant of two-phase commit. Until it has voted to commit it may abort alone, and remembers
 * that it has: a Prepare that comes later is refused (rule T5). Once it has voted, it does what the
 * coordinator says and nothing else, however long that takes (rule T9); on silence it votes again,
 * which is how it asks.
 *
 * <p>A comparator: see {@link TwoPhaseCoordinator} for when not to use it.
 *
 * @param participants all, as far as known; durable once prepared
 * @param asked whether the resource manager is at its vote; volatile: who crashes there has not
 *     voted
 * @param prepared whether it has voted to commit; durable before the vote leaves
 * @param outcome durable
 */
public record TwoPhaseParticipant(
    MemberId coordinator,
    List<MemberId> participants,
    boolean asked,
    boolean prepared,
    Optional<Choice> outcome)
    implements CommitNode<TwoPhaseMessage, TwoPhaseEvent> {

  /** Has heard of no transaction. */
  public static TwoPhaseParticipant fresh(MemberId coordinator) {
    return new TwoPhaseParticipant(coordinator, List.of(), false, false, Optional.empty());
  }

  /** Its vote, which goes to the coordinator, begins the transaction there. */
  @Override
  public Turn<TwoPhaseMessage, TwoPhaseEvent> begin(List<MemberId> participants) {
    return prepare(participants);
  }

  @Override
  public Turn<TwoPhaseMessage, TwoPhaseEvent> receive(MemberId from, TwoPhaseMessage message) {
    if (message instanceof Prepare prepare) {
      return prepare(prepare.participants());
    }
    if (message instanceof Decision decision) {
      return decided(decision.choice()).saying(from, new Acknowledged());
    }
    return Turn.stay(this);
  }

  private Turn<TwoPhaseMessage, TwoPhaseEvent> prepare(List<MemberId> participants) {
    if (outcome.isPresent()) {
      return outcome.orElseThrow() == Choice.ABORT
          ? vote(Turn.stay(this), Choice.ABORT)
          : Turn.stay(this).saying(coordinator, new Acknowledged());
    }
    if (prepared) {
      return vote(Turn.stay(this), Choice.COMMIT);
    }
    TwoPhaseParticipant next =
        new TwoPhaseParticipant(coordinator, participants, true, false, outcome);
    return asked ? Turn.stay(this) : Turn.stay(next).asking();
  }

  private Turn<TwoPhaseMessage, TwoPhaseEvent> vote(
      Turn<TwoPhaseMessage, TwoPhaseEvent> turn, Choice choice) {
    return turn.saying(coordinator, new Vote(choice, participants));
  }

  @Override
  public Turn<TwoPhaseMessage, TwoPhaseEvent> answer(Choice vote) {
    if (prepared || outcome.isPresent()) {
      return Turn.stay(this);
    }
    if (vote == Choice.ABORT) {
      return abortAlone();
    }
    return asked
        ? vote(Turn.remembering(this, new Prepared(participants)), Choice.COMMIT)
        : Turn.stay(this);
  }

  /** Possible only before it is prepared (rules T5, T9). */
  private Turn<TwoPhaseMessage, TwoPhaseEvent> abortAlone() {
    return vote(Turn.remembering(this, new Decided(Choice.ABORT, participants)), Choice.ABORT);
  }

  private Turn<TwoPhaseMessage, TwoPhaseEvent> decided(Choice choice) {
    outcome.ifPresent(
        known ->
            Invariant.require(known == choice, "T5", "%s comes after it was %s", choice, known));
    Invariant.require(
        choice == Choice.ABORT || prepared, "T3", "a commit comes before this node has prepared");
    return outcome.isPresent()
        ? Turn.stay(this)
        : Turn.remembering(this, new Decided(choice, participants));
  }

  @Override
  public Turn<TwoPhaseMessage, TwoPhaseEvent> silence() {
    if (!waits()) {
      return Turn.stay(this);
    }
    return prepared ? vote(Turn.stay(this), Choice.COMMIT) : abortAlone();
  }

  @Override
  public TwoPhaseParticipant recalling(TwoPhaseEvent event) {
    if (event instanceof Prepared durable) {
      return new TwoPhaseParticipant(coordinator, durable.participants(), false, true, outcome);
    }
    Decided decided = (Decided) event;
    return new TwoPhaseParticipant(
        coordinator, decided.participants(), false, prepared, Optional.of(decided.choice()));
  }

  @Override
  public boolean waits() {
    return outcome.isEmpty() && (asked || prepared);
  }
}
