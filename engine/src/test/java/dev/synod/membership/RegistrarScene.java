package dev.synod.membership;

import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Entry;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.Moment;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.RegistrarMessage.Report;
import dev.synod.protocol.RegistrarNotice.LeaderIs;
import dev.synod.protocol.RegistrarNotice.Progress;
import dev.synod.protocol.RegistrarNotice.Waiting;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.MembershipSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** The registrar of n1, its clock, and what its last step wanted said. */
final class RegistrarScene {
  RegistrarState state;
  long now;
  List<Effect> said = List.of();

  RegistrarScene(Configuration configuration) {
    this(configuration, Group.SETTINGS, new Progress(5000, 5000, 5000));
  }

  private RegistrarScene(
      Configuration configuration, MembershipSettings settings, Progress progress) {
    state = RegistrarState.initial(Group.id(1), configuration, settings);
    take(state.notice(progress, moment()));
  }

  /** One that has executed 4 slots, of a member that keeps snapshots. */
  static RegistrarScene lending(Configuration configuration) {
    MembershipSettings plain = Group.SETTINGS;
    return new RegistrarScene(
        configuration,
        new MembershipSettings(
            plain.report(),
            plain.patience(),
            plain.lag(),
            plain.timeout(),
            true,
            plain.longestLease()),
        new Progress(4, 4, 4));
  }

  /** What the acceptor may clear, as it is told then. */
  List<Long> clearsAt(long time) {
    tickAt(time);
    return said.stream()
        .filter(Effect.Post.class::isInstance)
        .map(effect -> ((AcceptorNotice.Clear) ((Effect.Post) effect).notice()).through())
        .toList();
  }

  /** One that leads, and has heard of all these members at the end of the log. */
  static RegistrarScene leading(Configuration configuration, int... live) {
    RegistrarScene scene = new RegistrarScene(configuration);
    scene.leader(1);
    for (int member : live) {
      scene.hear(member, new Report(5000, 5000));
    }
    return scene;
  }

  void hear(int from, RegistrarMessage message) {
    take(state.receive(Group.id(from), message, moment()));
  }

  void come(Progress progress) {
    take(state.notice(progress, moment()));
  }

  void leader(int member) {
    leader(member, state.configuration().epoch());
  }

  void leader(int member, long epoch) {
    take(state.notice(new LeaderIs(Optional.of(Group.id(member)), epoch), moment()));
  }

  void leaderless() {
    long epoch = state.configuration().epoch();
    take(state.notice(new LeaderIs(Optional.empty(), epoch), moment()));
  }

  void waits(MemberRecord disk) {
    take(state.notice(new Waiting(disk), moment()));
  }

  void ask(long request, MembershipChange change) {
    take(state.ask(request, change, OptionalLong.empty(), moment()));
  }

  void ask(long request, long epoch, MembershipChange change) {
    take(state.ask(request, change, OptionalLong.of(epoch), moment()));
  }

  void enter(Configuration next) {
    take(state.enter(new Entry(next, Optional.empty()), moment()));
  }

  void tickAt(long time) {
    now = time;
    take(state.tick(moment()));
  }

  /** What was sent to members, but for reports. */
  List<Effect> words() {
    return said.stream()
        .filter(Effect.Send.class::isInstance)
        .filter(effect -> !(((Effect.Send) effect).message() instanceof Report))
        .toList();
  }

  /** The stop-signs that the proposer was told of. */
  List<Value.StopSign> signs() {
    return said.stream()
        .filter(Effect.Post.class::isInstance)
        .map(effect -> ((ProposerNotice.Close) ((Effect.Post) effect).notice()).sign())
        .toList();
  }

  /** To whom this member has reported. */
  List<MemberId> told() {
    return said.stream()
        .filter(Effect.Send.class::isInstance)
        .map(Effect.Send.class::cast)
        .filter(send -> send.message() instanceof Report)
        .map(Effect.Send::to)
        .toList();
  }

  private void take(Step<RegistrarState> step) {
    state = step.state();
    said = step.effects();
  }

  private Moment moment() {
    return new Moment(now, new Random(1));
  }
}
