package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.TwoPhaseEvent.Decided;
import dev.synod.commit.TwoPhaseMessage.Acknowledged;
import dev.synod.commit.TwoPhaseMessage.Decision;
import dev.synod.commit.TwoPhaseMessage.Prepare;
import dev.synod.commit.TwoPhaseMessage.Vote;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePSet;

/**
 * The coordinator of two-phase commit (Gray, Notes on Data Base Operating Systems): commits if all
 * participants have voted so, aborts if one has not, or is not heard. It decides durably, then
 * tells, and repeats it until all have acknowledged; its record stays for those who ask later.
 *
 * <p>A comparator. While this node is away, a participant that has voted waits, its locks held, for
 * as long as that takes: do not use it where the coordinator's machine may stay away. It is the
 * right choice where coordinator and participants are groups that replicate themselves.
 *
 * @param participants volatile until it has decided; none while no transaction has begun
 * @param yes who has voted to commit; volatile: a vote is repeated by who waits
 * @param outcome durable
 * @param acknowledged who needs to be told no more; volatile
 */
public record TwoPhaseCoordinator(
    List<MemberId> participants,
    TreePSet<MemberId> yes,
    Optional<Choice> outcome,
    TreePSet<MemberId> acknowledged)
    implements CommitNode<TwoPhaseMessage, TwoPhaseEvent> {

  /** Has heard of no transaction. */
  public static TwoPhaseCoordinator fresh() {
    return new TwoPhaseCoordinator(List.of(), TreePSet.empty(), Optional.empty(), TreePSet.empty());
  }

  @Override
  public Turn<TwoPhaseMessage, TwoPhaseEvent> begin(List<MemberId> participants) {
    return this.participants.isEmpty() && outcome.isEmpty()
        ? Turn.stay(of(participants, yes, acknowledged))
            .saying(participants, new Prepare(participants))
        : Turn.stay(this);
  }

  @Override
  public Turn<TwoPhaseMessage, TwoPhaseEvent> receive(MemberId from, TwoPhaseMessage message) {
    if (message instanceof Vote vote) {
      return outcome.isPresent() ? late(from, vote) : counted(from, vote);
    }
    if (message instanceof Acknowledged) {
      return Turn.stay(of(participants, yes, acknowledged.plus(from)));
    }
    return Turn.stay(this);
  }

  private Turn<TwoPhaseMessage, TwoPhaseEvent> late(MemberId from, Vote vote) {
    return vote.choice() == Choice.ABORT
        ? Turn.stay(of(participants, yes, acknowledged.plus(from)))
        : Turn.stay(this).saying(from, new Decision(outcome.orElseThrow()));
  }

  private Turn<TwoPhaseMessage, TwoPhaseEvent> counted(MemberId from, Vote vote) {
    List<MemberId> all = participants.isEmpty() ? vote.participants() : participants;
    if (vote.choice() == Choice.ABORT) {
      // Who votes so has aborted already, and needs not be told.
      return of(all, yes, acknowledged.plus(from)).decide(Choice.ABORT);
    }
    TwoPhaseCoordinator next = of(all, yes.plus(from), acknowledged);
    if (next.yes.containsAll(all)) {
      return next.decide(Choice.COMMIT);
    }
    return participants.isEmpty()
        ? Turn.stay(next).saying(next.unheard(), new Prepare(all))
        : Turn.stay(next);
  }

  private List<MemberId> unheard() {
    return participants.stream().filter(one -> !yes.contains(one)).toList();
  }

  /** The one place where anything is decided: durable before anybody is told. */
  private Turn<TwoPhaseMessage, TwoPhaseEvent> decide(Choice choice) {
    return Turn.remembering(this, new Decided(choice, participants))
        .saying(untold(), new Decision(choice));
  }

  private List<MemberId> untold() {
    return participants.stream().filter(one -> !acknowledged.contains(one)).toList();
  }

  @Override
  public Turn<TwoPhaseMessage, TwoPhaseEvent> silence() {
    if (!waits()) {
      return Turn.stay(this);
    }
    return outcome
        .map(choice -> Turn.stay(this).saying(untold(), new Decision(choice)))
        .orElseGet(() -> decide(Choice.ABORT));
  }

  @Override
  public TwoPhaseCoordinator recalling(TwoPhaseEvent event) {
    return event instanceof Decided decided
        ? new TwoPhaseCoordinator(
            decided.participants(), yes, Optional.of(decided.choice()), acknowledged)
        : this;
  }

  @Override
  public boolean waits() {
    return !untold().isEmpty();
  }

  private TwoPhaseCoordinator of(
      List<MemberId> participants, TreePSet<MemberId> yes, TreePSet<MemberId> acknowledged) {
    return new TwoPhaseCoordinator(participants, yes, outcome, acknowledged);
  }
}
