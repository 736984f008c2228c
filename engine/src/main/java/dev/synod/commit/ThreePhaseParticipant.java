package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.Succession.Part;
import dev.synod.commit.ThreePhaseEvent.Decided;
import dev.synod.commit.ThreePhaseEvent.Precommitted;
import dev.synod.commit.ThreePhaseEvent.Prepared;
import dev.synod.commit.ThreePhaseMessage.Decision;
import dev.synod.commit.ThreePhaseMessage.Inquire;
import dev.synod.commit.ThreePhaseMessage.Precommit;
import dev.synod.commit.ThreePhaseMessage.Prepare;
import dev.synod.commit.ThreePhaseMessage.Ready;
import dev.synod.commit.ThreePhaseMessage.Standing;
import dev.synod.commit.ThreePhaseMessage.Vote;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * A participant of three-phase commit, and its coordinator's successor. If the coordinator is
 * silent, the participants take over, one at a time: the one that leads asks the others how far
 * they are. If one of them knows that all have voted to commit, it makes the rest know it and
 * commits; if none does, nobody can have committed, and it aborts (the termination protocol).
 *
 * <p>A comparator, and not to be used: see {@link ThreePhaseCoordinator}. "None of those that I
 * hear" is taken for "none that lives"; after a split that is false.
 *
 * @param participants all, as far as known; durable once prepared
 * @param asked whether the resource manager is at its vote; volatile
 * @param prepared whether it has voted to commit; durable
 * @param precommitted whether it knows that all have; durable
 * @param outcome durable
 * @param succession volatile
 */
public record ThreePhaseParticipant(
    MemberId self,
    MemberId coordinator,
    List<MemberId> participants,
    boolean asked,
    boolean prepared,
    boolean precommitted,
    Optional<Choice> outcome,
    Succession succession)
    implements CommitNode<ThreePhaseMessage, ThreePhaseEvent> {

  /** Has heard of no transaction. */
  public static ThreePhaseParticipant fresh(MemberId self, MemberId coordinator) {
    return new ThreePhaseParticipant(
        self, coordinator, List.of(), false, false, false, Optional.empty(), Succession.NONE);
  }

  /** Its vote, which goes to the coordinator, begins the transaction there. */
  @Override
  public Turn<ThreePhaseMessage, ThreePhaseEvent> begin(List<MemberId> participants) {
    return prepare(participants);
  }

  @Override
  public Turn<ThreePhaseMessage, ThreePhaseEvent> receive(
      MemberId from, ThreePhaseMessage message) {
    if (message instanceof Decision decision) {
      return decided(decision.choice());
    }
    if (message instanceof Inquire inquiry) {
      return asked(from, inquiry.leads());
    }
    if (message instanceof Prepare prepare) {
      return prepare(prepare.participants());
    }
    if (message instanceof Precommit && outcome.isEmpty()) {
      return precommit(from);
    }
    return message instanceof Standing standing
        ? Turn.stay(with(succession.told(from, standing.precommitted())))
        : Turn.stay(this);
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> prepare(List<MemberId> all) {
    if (outcome.equals(Optional.of(Choice.ABORT))) {
      return vote(Turn.stay(this), Choice.ABORT);
    }
    return asked || prepared || outcome.isPresent()
        ? Turn.stay(this)
        : Turn.stay(
                new ThreePhaseParticipant(
                    self, coordinator, all, true, false, false, outcome, Succession.NONE))
            .asking();
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> vote(
      Turn<ThreePhaseMessage, ThreePhaseEvent> turn, Choice choice) {
    return turn.saying(coordinator, new Vote(choice, participants));
  }

  @Override
  public Turn<ThreePhaseMessage, ThreePhaseEvent> answer(Choice vote) {
    if (prepared || outcome.isPresent() || (vote == Choice.COMMIT && !asked)) {
      return Turn.stay(this);
    }
    ThreePhaseEvent event =
        vote == Choice.COMMIT ? new Prepared(participants) : new Decided(Choice.ABORT);
    return vote(Turn.remembering(this, event), vote);
  }

  /** Whoever has not voted yet aborts, so that the answer stays true. */
  private Turn<ThreePhaseMessage, ThreePhaseEvent> asked(MemberId from, boolean leads) {
    if (outcome.isPresent()) {
      return Turn.stay(this).saying(from, new Decision(outcome.orElseThrow()));
    }
    return prepared
        ? Turn.stay(leads ? with(succession.led(participants.indexOf(from))) : this)
            .saying(from, new Standing(precommitted))
        : Turn.remembering(this, new Decided(Choice.ABORT))
            .saying(from, new Decision(Choice.ABORT));
  }

  /** Whoever leads tells the others what it hears. */
  private Turn<ThreePhaseMessage, ThreePhaseEvent> decided(Choice choice) {
    outcome.ifPresent(
        known ->
            Invariant.require(known == choice, "T6", "%s comes after it was %s", choice, known));
    if (outcome.isPresent()) {
      return Turn.stay(this);
    }
    return succession.leads() ? decide(choice) : Turn.remembering(this, new Decided(choice));
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> decide(Choice choice) {
    return Turn.remembering(this, new Decided(choice)).saying(others(), new Decision(choice));
  }

  private List<MemberId> others() {
    return participants.stream().filter(one -> !one.equals(self)).toList();
  }

  @Override
  public Turn<ThreePhaseMessage, ThreePhaseEvent> silence() {
    if (!waits()) {
      return Turn.stay(this);
    }
    if (!prepared) {
      return answer(Choice.ABORT);
    }
    return switch (succession.part()) {
      case RETURNS ->
          Turn.stay(this)
              .saying(others(), new Inquire(false))
              .saying(coordinator, new Inquire(false));
      case FOLLOWS -> succession.heard() ? Turn.stay(with(succession.with(false))) : takeOver();
      case ASKS -> terminate();
      case MOVES -> decide(Choice.COMMIT);
    };
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> takeOver() {
    MemberId next = participants.get(succession.next() % participants.size());
    return next.equals(self)
        ? Turn.stay(with(succession.passing().as(Part.ASKS))).saying(others(), new Inquire(true))
        : Turn.stay(with(succession.passing()));
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> terminate() {
    return precommitted || succession.precommitted().containsValue(true)
        ? move()
        : decide(Choice.ABORT);
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> move() {
    return precommitted(with(succession.as(Part.MOVES))).saying(others(), new Precommit());
  }

  private Turn<ThreePhaseMessage, ThreePhaseEvent> precommit(MemberId from) {
    Invariant.require(prepared, "T3", "a commit is near before this node has prepared");
    return precommitted(with(succession.led(participants.indexOf(from)).with(true)))
        .saying(from, new Ready());
  }

  private static Turn<ThreePhaseMessage, ThreePhaseEvent> precommitted(ThreePhaseParticipant node) {
    return node.precommitted ? Turn.stay(node) : Turn.remembering(node, new Precommitted());
  }

  @Override
  public ThreePhaseParticipant recalling(ThreePhaseEvent event) {
    if (event instanceof Prepared durable) {
      return with(durable.participants(), true, precommitted, outcome);
    }
    if (event instanceof Decided decided) {
      return with(participants, prepared, precommitted, Optional.of(decided.choice()));
    }
    return event instanceof Precommitted ? with(participants, prepared, true, outcome) : this;
  }

  private ThreePhaseParticipant with(
      List<MemberId> all, boolean prepared, boolean precommitted, Optional<Choice> outcome) {
    return new ThreePhaseParticipant(
        self, coordinator, all, false, prepared, precommitted, outcome, succession);
  }

  private ThreePhaseParticipant with(Succession succession) {
    return new ThreePhaseParticipant(
        self, coordinator, participants, asked, prepared, precommitted, outcome, succession);
  }

  /** The others may have gone on without it. */
  @Override
  public CommitNode<ThreePhaseMessage, ThreePhaseEvent> recovered(List<ThreePhaseEvent> events) {
    ThreePhaseParticipant node = events.isEmpty() ? this : with(Succession.AFTER_A_CRASH);
    for (ThreePhaseEvent event : events) {
      node = node.recalling(event);
    }
    return node;
  }

  @Override
  public boolean waits() {
    return outcome.isEmpty() && (asked || prepared);
  }
}
