package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.ThreePhaseEvent.Began;
import dev.synod.commit.ThreePhaseEvent.Decided;
import dev.synod.commit.ThreePhaseMessage.Decision;
import dev.synod.commit.ThreePhaseMessage.Inquire;
import dev.synod.commit.ThreePhaseMessage.Precommit;
import dev.synod.commit.ThreePhaseMessage.Prepare;
import dev.synod.commit.ThreePhaseMessage.Ready;
import dev.synod.commit.ThreePhaseMessage.Vote;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePSet;

/**
 * The coordinator of three-phase commit (Skeen, Nonblocking Commit Protocols): between the votes
 * and the decision it makes all participants know that all have voted to commit. So nobody can have
 * committed while somebody does not know that, and the participants can go on without it.
 *
 * <p>A comparator, and not to be used: it is right only if no letter is lost or slow and nobody is
 * taken for dead who is not. When the network splits, one side commits and the other aborts.
 *
 * @param participants durable as soon as it begins
 * @param yes who has voted to commit; volatile
 * @param ready who knows that all have; volatile
 * @param precommitting whether it has told them; volatile
 * @param retired whether it was away since it began: then it only asks what has become of it
 * @param outcome durable
 */
public record ThreePhaseCoordinator(
    List<MemberId> participants,
    TreePSet<MemberId> yes,
    TreePSet<MemberId> ready,
    boolean precommitting,
    boolean retired,
    Optional<Choice> outcome)
    implements CommitNode<ThreePhaseMessage, ThreePhaseEvent> {

  /** Has heard of no transaction. */
  public static ThreePhaseCoordinator fresh() {
    return new ThreePhaseCoordinator(
        List.of(), TreePSet.empty(), TreePSet.empty(), false, false, Optional.empty());
  }

  @Override
  public Turn<ThreePhaseMessage, ThreePhaseEvent> begin(List<MemberId> participants) {
    return this.participants.isEmpty()
        ? Turn.remembering(this, new Began(participants))
            .saying(participants, new Prepare(participants))
        : Turn.stay(this);
  }

  @Override
  public Turn<ThreePhaseMessage, ThreePhaseEvent> receive(
      MemberId from, ThreePhaseMessage message) {
    if (message instanceof Decision decision) {
      return outcome.isPresent()
          ? Turn.stay(this)
          : Turn.remembering(this, new Decided(decision.choice()));
    }
    if (outcome.isPresent()) {
      return message instanceof Inquire
          ? Turn.stay(this).saying(from, new Decision(outcome.orElseThrow()))
          : Turn.stay(this);
    }
    if (message instanceof Vote vote && !precommitting && !retired) {
      return voted(from, vote);
    }
    return message instanceof Ready && precommitting
        ? counted(yes, ready.plus(from), true).decideIfReady()
        : Turn.stay(this);
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> voted(MemberId from, Vote vote) {
    if (!participants.isEmpty()) {
      return heard(from, vote);
    }
    Began began = new Began(vote.participants());
    ThreePhaseCoordinator begun = recalling(began);
    Turn<ThreePhaseMessage, ThreePhaseEvent> turn = Turn.remembering(this, began);
    return turn.then(
        begun
            .heard(from, vote)
            .saying(begun.unasked(from, vote), new Prepare(vote.participants())));
  }

  private List<MemberId> unasked(MemberId from, Vote vote) {
    return participants.stream()
        .filter(one -> vote.choice() == Choice.COMMIT && !one.equals(from))
        .toList();
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> heard(MemberId from, Vote vote) {
    if (vote.choice() == Choice.ABORT) {
      return decide(Choice.ABORT);
    }
    ThreePhaseCoordinator next = counted(yes.plus(from), ready, false);
    return next.yes.containsAll(participants)
        ? Turn.stay(next.counted(next.yes, ready, true)).saying(participants, new Precommit())
        : Turn.stay(next);
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> decideIfReady() {
    return ready.containsAll(participants) ? decide(Choice.COMMIT) : Turn.stay(this);
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> decide(Choice choice) {
    return Turn.remembering(this, new Decided(choice)).saying(participants, new Decision(choice));
  }

  /** Who is silent is taken for dead: before all have voted that aborts, after it that commits. */
  @Override
  public Turn<ThreePhaseMessage, ThreePhaseEvent> silence() {
    if (!waits()) {
      return Turn.stay(this);
    }
    return retired
        ? Turn.stay(this).saying(participants, new Inquire(false))
        : decide(precommitting ? Choice.COMMIT : Choice.ABORT);
  }

  @Override
  public ThreePhaseCoordinator recalling(ThreePhaseEvent event) {
    if (event instanceof Began began) {
      return new ThreePhaseCoordinator(
          began.participants(), yes, ready, precommitting, retired, outcome);
    }
    return event instanceof Decided decided
        ? new ThreePhaseCoordinator(
            participants, yes, ready, precommitting, retired, Optional.of(decided.choice()))
        : this;
  }

  @Override
  public ThreePhaseCoordinator recovered(List<ThreePhaseEvent> events) {
    ThreePhaseCoordinator last = this;
    for (ThreePhaseEvent event : events) {
      last = last.recalling(event);
    }
    return new ThreePhaseCoordinator(
        last.participants, yes, ready, false, !events.isEmpty(), last.outcome);
  }

  @Override
  public boolean waits() {
    return !participants.isEmpty() && outcome.isEmpty();
  }

  private ThreePhaseCoordinator counted(
      TreePSet<MemberId> yes, TreePSet<MemberId> ready, boolean precommitting) {
    return new ThreePhaseCoordinator(participants, yes, ready, precommitting, retired, outcome);
  }
}
