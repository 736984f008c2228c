package dev.synod.learner;

import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.RegistrarNotice;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a learner knows.
 *
 * @param counting present while the proposer beside it leads
 * @param reads present with {@code counting}
 * @param announced when the others were last told how far the log is chosen
 * @param reported what the registrar was told last
 */
public record LearnerState(
    Room room,
    Window window,
    Known known,
    Gaps gaps,
    Snapshots snapshots,
    Optional<Counting> counting,
    Optional<ReadIndex> reads,
    long announced,
    RegistrarNotice.Progress reported)
    implements RoleRules<LearnerState, LearnerMessage, LearnerNotice> {

  /**
   * A learner that has just started: what is chosen it will hear from its acceptor and the leader.
   *
   * @param restored what the replica beside it begins with
   */
  public static LearnerState initial(
      MemberId self,
      Configuration configuration,
      LearnerSettings settings,
      SnapshotSaved restored) {
    Room room = Room.of(self, configuration, settings);
    return new LearnerState(
        room,
        Window.after(restored.through()),
        new Known(Ballot.NONE, 0, lacking(configuration, restored), self),
        Gaps.none(room),
        Snapshots.begin(room, restored),
        Optional.empty(),
        Optional.empty(),
        0,
        new RegistrarNotice.Progress(0, 0, 0));
  }

  /**
   * Whose log does not reach its epoch lacks at least one slot more, and asks for it without being
   * told by a leader: there may be none until this member has a vote (rule M2). So at its start,
   * and after a snapshot of an earlier epoch was borrowed; 0 if it lacks none.
   */
  static long lacking(Configuration configuration, SnapshotSaved restored) {
    return restored.configuration().epoch() < configuration.epoch() ? restored.through() + 1 : 0;
  }

  @Override
  public Step<LearnerState> receive(MemberId from, LearnerMessage message, Moment moment) {
    return message.fold(from, new LearnerTurn(this, moment.now()));
  }

  @Override
  public Step<LearnerState> notice(LearnerNotice notice, Moment moment) {
    return notice.fold(new LearnerTurn(this, moment.now()));
  }

  /** Counting and reads end with the epoch; what is chosen stays so. */
  @Override
  public Step<LearnerState> enter(Entry entry, Moment moment) {
    Room next = room.entering(entry.configuration());
    LearnerState entered =
        new LearnerState(
            next,
            window.entering(),
            known.entering(window.through()),
            Gaps.none(next),
            snapshots.entering(next),
            Optional.empty(),
            Optional.empty(),
            0,
            reported);
    return entered.settle(entered, moment.now());
  }

  @Override
  public Step<LearnerState> tick(Moment moment) {
    return new LearnerTurn(this, moment.now()).onTick();
  }

  LearnerState with(Window changed) {
    return new LearnerState(
        room, changed, known, gaps, snapshots, counting, reads, announced, reported);
  }

  LearnerState with(Known changed) {
    return new LearnerState(
        room, window, changed, gaps, snapshots, counting, reads, announced, reported);
  }

  LearnerState with(Gaps changed) {
    return new LearnerState(
        room, window, known, changed, snapshots, counting, reads, announced, reported);
  }

  LearnerState with(Snapshots changed) {
    return new LearnerState(
        room, window, known, gaps, changed, counting, reads, announced, reported);
  }

  LearnerState with(Counting changed) {
    return new LearnerState(
        room, window, known, gaps, snapshots, Optional.of(changed), reads, announced, reported);
  }

  LearnerState with(ReadIndex changed) {
    return new LearnerState(
        room, window, known, gaps, snapshots, counting, Optional.of(changed), announced, reported);
  }

  Step<LearnerState> asking(Gaps changed) {
    return Step.stay(with(changed));
  }

  LearnerState announcing(long now) {
    return new LearnerState(room, window, known, gaps, snapshots, counting, reads, now, reported);
  }

  LearnerState leading(Counting begun, ReadIndex none) {
    return new LearnerState(
        room,
        window,
        known,
        gaps,
        snapshots,
        Optional.of(begun),
        Optional.of(none),
        announced,
        reported);
  }

  LearnerState following() {
    return new LearnerState(
        room,
        window,
        known,
        gaps,
        snapshots,
        Optional.empty(),
        Optional.empty(),
        announced,
        reported);
  }

  /**
   * Through which slot everything is chosen, own votes under exactly this ballot with the value
   * voted for (rule C2): as counted here, or as announced.
   */
  Chosen proof() {
    return counting
        .map(open -> new Chosen(open.ballot(), open.decided()))
        .orElse(new Chosen(known.ballot(), known.matches()));
  }

  /**
   * Draws the conclusions from what has just become known: the prefix grows, the replica gets what
   * it may have, the acceptor its mark, the proposer its window, the others the news.
   */
  Step<LearnerState> settle(LearnerState before, long now) {
    Window settled = window.settled(room.epoch());
    List<Effect> effects = new ArrayList<>();
    List<Value> values = settled.deliverable(room.settings().ahead());
    if (!values.isEmpty()) {
      effects.add(
          new Effect.Post(
              new ReplicaNotice.Deliver(settled.delivered() + 1, values, settled.through())));
    }
    LearnerState settledState = with(settled.delivering(values.size(), room.settings().ahead()));
    LearnerState state = settled.closed() ? settledState.withoutReads() : settledState;
    boolean proven = !state.proof().equals(before.proof());
    Step<LearnerState> step = new Step<>(state, effects);
    if (proven || settled.through() > before.window.through()) {
      step = step.then(LearnerState::mark);
    }
    return proven ? step.then(marked -> marked.tell(now)) : step;
  }

  /** Tells the acceptor which of its votes are chosen, if it does not know. */
  Step<LearnerState> mark() {
    Chosen proof = proof();
    return proof.through() > window.held()
        ? Step.stay(this)
            .saying(
                new Effect.Post(
                    new AcceptorNotice.Choose(proof.ballot(), proof.through(), window.closed())))
        : Step.stay(this);
  }

  /** The next epoch may have begun elsewhere, with writes that reads here would not see. */
  private LearnerState withoutReads() {
    return new LearnerState(
        room, window, known, gaps, snapshots, counting, Optional.empty(), announced, reported);
  }

  /** Tells the registrar how far this member has come, if that is news. */
  Step<LearnerState> report() {
    RegistrarNotice.Progress now =
        new RegistrarNotice.Progress(window.held(), window.through(), window.executed());
    return now.equals(reported)
        ? Step.stay(this)
        : new Step<>(
            new LearnerState(room, window, known, gaps, snapshots, counting, reads, announced, now),
            List.of(new Effect.Post(now)));
  }

  /**
   * Those whose clients wait hear at once how far the log is chosen, and so do those who get no
   * proposals. The others hear it with the next proposal, or once the news has lingered: that saves
   * one message in three.
   */
  private Step<LearnerState> tell(long now) {
    if (counting.isEmpty() || window.closed() || room.settings().linger().isZero()) {
      return announce(now);
    }
    Counting open = counting.get();
    List<MemberId> soon =
        room.others().stream().filter(id -> open.due().containsKey(id) || !room.votes(id)).toList();
    return soon.size() == room.others().size()
        ? announce(now)
        : new Step<>(with(open.tellingDue()), Effect.toAll(soon, proof()));
  }

  /** Whether this is the leader's learner, and others have not heard how far the log is chosen. */
  boolean untold() {
    return counting.filter(Counting::untold).isPresent();
  }

  /** Tells the others how far the log is chosen, if this is the leader's learner. */
  Step<LearnerState> announce(long now) {
    return counting
        .map(open -> new Step<>(announcing(now).with(open.tellingAll()), room.toOthers(proof())))
        .orElse(Step.stay(this));
  }
}
