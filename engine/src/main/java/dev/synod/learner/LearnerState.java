package dev.synod.learner;

import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Chosen;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.quorum.Quorum;
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
 */
public record LearnerState(
    Room room,
    Window window,
    Known known,
    Gaps gaps,
    Optional<Counting> counting,
    Optional<ReadIndex> reads,
    long announced)
    implements RoleRules<LearnerState, LearnerMessage, LearnerNotice> {

  /**
   * A learner that has just started: what is chosen it will hear from its acceptor and the leader.
   */
  public static LearnerState initial(
      MemberId self, Configuration configuration, LearnerSettings settings) {
    Room room = new Room(self, Quorum.majority(configuration), settings);
    return new LearnerState(
        room,
        Window.EMPTY,
        new Known(Ballot.NONE, 0, 0, self),
        Gaps.none(room),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  @Override
  public Step<LearnerState> receive(MemberId from, LearnerMessage message, Moment moment) {
    return message.fold(from, new LearnerTurn(this, moment.now()));
  }

  @Override
  public Step<LearnerState> notice(LearnerNotice notice, Moment moment) {
    return notice.fold(new LearnerTurn(this, moment.now()));
  }

  @Override
  public Step<LearnerState> tick(Moment moment) {
    return new LearnerTurn(this, moment.now()).onTick();
  }

  LearnerState with(Window changed) {
    return new LearnerState(room, changed, known, gaps, counting, reads, announced);
  }

  LearnerState with(Known changed) {
    return new LearnerState(room, window, changed, gaps, counting, reads, announced);
  }

  LearnerState with(Gaps changed) {
    return new LearnerState(room, window, known, changed, counting, reads, announced);
  }

  LearnerState with(Counting changed) {
    return new LearnerState(room, window, known, gaps, Optional.of(changed), reads, announced);
  }

  LearnerState with(ReadIndex changed) {
    return new LearnerState(room, window, known, gaps, counting, Optional.of(changed), announced);
  }

  Step<LearnerState> asking(Gaps changed) {
    return Step.stay(with(changed));
  }

  LearnerState announcing(long now) {
    return new LearnerState(room, window, known, gaps, counting, reads, now);
  }

  LearnerState leading(Counting begun, ReadIndex none) {
    return new LearnerState(
        room, window, known, gaps, Optional.of(begun), Optional.of(none), announced);
  }

  LearnerState following() {
    return new LearnerState(
        room, window, known, gaps, Optional.empty(), Optional.empty(), announced);
  }

  /** The ballot under which own votes are taken for chosen: the own one, or the announced one. */
  private Ballot ballot() {
    return counting.map(Counting::ballot).orElse(known.ballot());
  }

  /**
   * Draws the conclusions from what has just become known: the prefix grows, the replica gets what
   * it may have, the acceptor its mark, the proposer its window, the others the news.
   */
  Step<LearnerState> settle(long throughBefore, long now) {
    Window settled = window.settled();
    List<Effect> effects = new ArrayList<>();
    List<Value> values = settled.deliverable(room.settings().ahead());
    if (!values.isEmpty()) {
      effects.add(new Effect.Post(new ReplicaNotice.Deliver(settled.delivered() + 1, values)));
    }
    LearnerState state = with(settled.delivering(values.size(), room.settings().ahead()));
    List<Long> done = state.counting.map(open -> open.done(settled)).orElse(List.of());
    if (!done.isEmpty()) {
      effects.add(new Effect.Post(new ProposerNotice.SlotsChosen(ballot(), done)));
      state = state.with(state.counting.orElseThrow().without(done));
    }
    if (settled.through() > throughBefore) {
      effects.add(
          new Effect.Post(new ProposerNotice.Progress(settled.through(), settled.logTime())));
      effects.add(new Effect.Post(new AcceptorNotice.Choose(ballot(), settled.through())));
      return new Step<>(state, effects).then(grown -> grown.announce(now));
    }
    return new Step<>(state, effects);
  }

  /** Tells the others how far the log is chosen, if this is the leader's learner. */
  Step<LearnerState> announce(long now) {
    return counting
        .map(
            open ->
                new Step<>(
                    announcing(now), room.toOthers(new Chosen(open.ballot(), window.through()))))
        .orElse(Step.stay(this));
  }
}
