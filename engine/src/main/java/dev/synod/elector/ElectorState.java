package dev.synod.elector;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LeadCause;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.RegistrarNotice;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.settings.SynodSettings.ElectorSettings;
import java.util.List;
import java.util.Optional;

/**
 * What an elector knows.
 *
 * @param highest the highest ballot seen anywhere; a campaign goes above it (rule B5)
 * @param followed the ballot of the last leader heard; heartbeats below it are of a former leader
 * @param failures campaigns that failed since a leader was heard
 * @param attempts pre-votes asked for
 * @param stalled the own disk does not answer
 * @param rhythm of the heartbeats
 * @param succession of leads, and why they were lost
 */
public record ElectorState(
    Room room,
    Phase phase,
    Ballot highest,
    Ballot followed,
    int failures,
    long attempts,
    boolean stalled,
    Rhythm rhythm,
    Succession succession)
    implements RoleRules<ElectorState, ElectorMessage, ElectorNotice> {

  /** An elector that waits for its acceptor's journal. */
  public static ElectorState initial(
      MemberId self, Configuration configuration, ElectorSettings settings) {
    return new ElectorState(
        Room.of(self, configuration, settings),
        new Phase.Waiting(),
        Ballot.NONE,
        Ballot.NONE,
        0,
        0,
        false,
        Rhythm.from(0),
        Succession.none());
  }

  /** Who leads, as far as this member knows. */
  public Optional<MemberId> leader() {
    if (phase instanceof Phase.Leading) {
      return Optional.of(room.self());
    }
    return phase instanceof Phase.Following following ? following.leader() : Optional.empty();
  }

  @Override
  public Step<ElectorState> receive(MemberId from, ElectorMessage message, Moment moment) {
    return message.fold(from, turn(moment));
  }

  @Override
  public Step<ElectorState> notice(ElectorNotice notice, Moment moment) {
    return notice.fold(turn(moment));
  }

  @Override
  public Step<ElectorState> enter(Entry entry, Moment moment) {
    return turn(moment).onEntry(entry);
  }

  @Override
  public Step<ElectorState> tick(Moment moment) {
    return turn(moment).onTick();
  }

  private ElectorTurn turn(Moment moment) {
    Succession seen = succession.looking(moment.now(), room.settings());
    return new ElectorTurn(with(seen), moment.now(), moment.chance());
  }

  ElectorState in(Room next) {
    return new ElectorState(
        next, phase, highest, followed, 0, attempts, stalled, rhythm, succession);
  }

  ElectorState in(Phase next) {
    return new ElectorState(
        room, next, highest, followed, failures, attempts, stalled, rhythm, succession);
  }

  /** Whether a member of this epoch can have such a ballot; what else is heard is damage (B6). */
  boolean believes(Ballot ballot) {
    return ballot.epoch() == room.epoch() && !ballot.leapsOver(highest);
  }

  ElectorState meeting(Ballot ballot) {
    return new ElectorState(
        room,
        phase,
        highest.max(ballot),
        followed,
        failures,
        attempts,
        stalled,
        rhythm,
        succession);
  }

  /** This lead is begun, or heard of, now. */
  ElectorState following(Ballot lead, long now) {
    boolean known = lead.equals(followed);
    Rhythm heard = known ? rhythm.beat(now, now, room.settings()) : rhythm.another(now);
    return new ElectorState(
        room,
        phase,
        highest.max(lead),
        lead,
        0,
        attempts,
        stalled,
        heard,
        known ? succession : succeeding(lead));
  }

  private Succession succeeding(Ballot lead) {
    if (followed.equals(Ballot.NONE)) {
      return succession;
    }
    boolean other = !lead.member().equals(followed.member());
    Succession why = leader().isPresent() ? losing(LeadCause.HIGHER_BALLOT).succession : succession;
    return (why.change().cause() == LeadCause.MEMBERS_CHANGED && other
            ? why.because(LeadCause.TRANSFER)
            : why)
        .next(room.settings());
  }

  /** The lead that this member has or follows, or has just waited for, is lost for this cause. */
  ElectorState losing(LeadCause cause) {
    return leader().isPresent() || succession.change().cause() == LeadCause.MEMBERS_CHANGED
        ? with(succession.losing(cause, room.settings()))
        : this;
  }

  ElectorState with(Succession changed) {
    return new ElectorState(
        room, phase, highest, followed, failures, attempts, stalled, rhythm, changed);
  }

  ElectorState failing() {
    return new ElectorState(
        room, phase, highest, followed, failures + 1, attempts, stalled, rhythm, succession);
  }

  ElectorState attempting() {
    return new ElectorState(
        room, phase, highest, followed, failures, attempts + 1, stalled, rhythm, succession);
  }

  ElectorState stalled(boolean now) {
    return new ElectorState(
        room, phase, highest, followed, failures, attempts, now, rhythm, succession);
  }

  /** This state, and if the leader is another than before, the news for the replica. */
  Step<ElectorState> announcing(ElectorState before, List<Effect> effects) {
    Step<ElectorState> step = new Step<>(this, effects);
    return leader().equals(before.leader()) && followed.equals(before.followed())
        ? step
        : step.saying(
            new Effect.Post(new ReplicaNotice.LeaderIs(leader(), followed, succession.change())),
            new Effect.Post(new RegistrarNotice.LeaderIs(leader(), room.epoch())));
  }
}
