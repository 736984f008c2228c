package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.Moment;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.RegistrarNotice;
import dev.synod.protocol.RegistrarNotice.LeaderIs;
import dev.synod.protocol.RegistrarNotice.Progress;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import dev.synod.quorum.Quorum;
import dev.synod.settings.SynodSettings.MembershipSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcollections.PSortedSet;

/**
 * What a registrar knows.
 *
 * @param lead what the elector has said of who leads; if it is this one, it judges changes
 * @param progress how far this member has come
 * @param asks what this node's operators wait for
 * @param closing the stop-sign that this member's proposer is to propose, while it leads
 * @param signed whether this member has asked for any stop-sign in this epoch: it may be chosen
 *     yet, so no change of this epoch is surely refused any more
 * @param ended what the last step has ended for operators
 */
record RegistrarState(
    MemberId self,
    MembershipSettings settings,
    Configuration configuration,
    LeaderIs lead,
    Progress progress,
    Attendance attendance,
    Asks asks,
    Optional<Closing> closing,
    boolean signed,
    List<Ended> ended)
    implements RoleRules<RegistrarState, RegistrarMessage, RegistrarNotice> {

  /**
   * A stop-sign on its way.
   *
   * @param due when the proposer is to be told again, should it not have listened
   */
  record Closing(Value.StopSign sign, long due) {}

  /** A registrar in the epoch that its member begins in. */
  static RegistrarState initial(
      MemberId self, Configuration configuration, MembershipSettings settings) {
    return new RegistrarState(
        self,
        settings,
        configuration,
        new LeaderIs(Optional.empty(), configuration.epoch()),
        new Progress(0, 0, 0),
        Attendance.empty(),
        Asks.none(),
        Optional.empty(),
        false,
        List.of());
  }

  /** Who leads this epoch, as far as this member knows. */
  Optional<MemberId> leader() {
    return lead.epoch() == configuration.epoch() ? lead.leader() : Optional.empty();
  }

  /** Whether this member judges changes. */
  boolean leads() {
    return leader().filter(self::equals).isPresent();
  }

  /**
   * Whether so many voters are in this epoch that it can go on with what they have stored, and one
   * of them leads. From then on nobody needs what members that left have stored (rule M3): whoever
   * enters an epoch has a durable base that reaches it.
   */
  boolean settled() {
    PSortedSet<MemberId> present = attendance.present(configuration.epoch());
    return leader().isPresent()
        && Quorum.accept(configuration)
            .reachedBy(attendance.newcomers().contains(self) ? present : present.plus(self));
  }

  /** Whether this member has a part in this epoch. */
  boolean belongs() {
    return configuration.member(self).isPresent();
  }

  @Override
  public Step<RegistrarState> receive(MemberId from, RegistrarMessage message, Moment moment) {
    return message.fold(from, turn(moment));
  }

  @Override
  public Step<RegistrarState> notice(RegistrarNotice notice, Moment moment) {
    return notice.fold(turn(moment));
  }

  @Override
  public Step<RegistrarState> enter(Entry entry, Moment moment) {
    return turn(moment).onEntry(entry);
  }

  @Override
  public Step<RegistrarState> tick(Moment moment) {
    return turn(moment).onTick();
  }

  /**
   * An operator asks for a change.
   *
   * @param request a number that no other request of this group has
   * @param expected the change is void in any epoch but this one; if empty, in any but the present
   */
  Step<RegistrarState> ask(
      long request, MembershipChange change, OptionalLong expected, Moment moment) {
    return turn(moment).onAsk(request, change, expected);
  }

  private RegistrarTurn turn(Moment moment) {
    return new RegistrarTurn(ending(List.of()), moment.now());
  }

  RegistrarState following(LeaderIs told) {
    Optional<Closing> kept =
        told.leader().filter(self::equals).isPresent() ? closing : Optional.empty();
    return new RegistrarState(
        self, settings, configuration, told, progress, attendance, asks, kept, signed, ended);
  }

  RegistrarState coming(Progress further) {
    return new RegistrarState(
        self, settings, configuration, lead, further, attendance, asks, closing, signed, ended);
  }

  RegistrarState with(Attendance heard) {
    return new RegistrarState(
        self, settings, configuration, lead, progress, heard, asks, closing, signed, ended);
  }

  RegistrarState with(Asks waiting) {
    return new RegistrarState(
        self, settings, configuration, lead, progress, attendance, waiting, closing, signed, ended);
  }

  RegistrarState closing(Closing sign) {
    return new RegistrarState(
        self,
        settings,
        configuration,
        lead,
        progress,
        attendance,
        asks,
        Optional.of(sign),
        true,
        ended);
  }

  RegistrarState in(Configuration next) {
    return new RegistrarState(
        self,
        settings,
        next,
        lead,
        progress,
        attendance.entering(configuration, next),
        asks,
        Optional.empty(),
        false,
        ended);
  }

  RegistrarState ending(List<Ended> now) {
    return new RegistrarState(
        self, settings, configuration, lead, progress, attendance, asks, closing, signed, now);
  }
}
