package dev.synod.elector;

import dev.synod.metrics.ElectionMeters;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.LeadCause;
import dev.synod.protocol.LeadChange;
import dev.synod.protocol.Mail;
import dev.synod.settings.SynodSettings.ElectorSettings;
import dev.synod.shell.RoleShell;
import dev.synod.shell.Seat;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The actor of the leader elector: heartbeats, failure detection, when to campaign, who leads. Its
 * rules are those of {@link ElectorState}. It reports each change of leader with its cause in one
 * log line, warns if the leader changes again and again, and counts campaigns and leads.
 */
public final class LeaderElector extends RoleShell<ElectorState, ElectorMessage, ElectorNotice> {
  private final ElectionMeters meters;

  private LeaderElector(ActorContext<Mail> context, Seat seat, ElectorState initial) {
    super(context, seat, ElectorMessage.class, ElectorNotice.class, initial);
    this.meters = seat.meters().elections();
  }

  /**
   * An elector that waits for its acceptor's journal.
   *
   * @param tick how often it looks at the time
   */
  public static Behavior<Mail> create(Seat seat, ElectorState initial, Duration tick) {
    return ticking(tick, context -> new LeaderElector(context, seat, initial));
  }

  @Override
  protected void observe(ElectorState before, ElectorState after, long now) {
    count(before, after);
    if (!before.leader().equals(after.leader())) {
      LeadChange change = after.succession().change();
      getContext()
          .getLog()
          .info(
              "{}: leader {} -> {} cause={} changes={} ballot={} highest={}",
              after.room().self(),
              shown(before),
              shown(after),
              change.cause().label(),
              change.count(),
              after.followed(),
              after.highest());
    }
    if (after.succession().alarms() > before.succession().alarms()) {
      warnOfThrashing(after);
    }
  }

  @Override
  protected void stopped(ElectorState last) {
    if (last.leader().filter(last.room().self()::equals).isPresent()) {
      getContext()
          .getLog()
          .info(
              "{}: leader {} -> none cause={} changes={} ballot={} highest={}",
              last.room().self(),
              shown(last),
              LeadCause.SHUTDOWN.label(),
              last.succession().change().count(),
              last.followed(),
              last.highest());
    }
  }

  private void warnOfThrashing(ElectorState after) {
    ElectorSettings settings = after.room().settings();
    LeadCause cause = after.succession().change().cause();
    getContext()
        .getLog()
        .warn(
            "{}: the leader has changed {} times within {} s (synod.elector.thrashing), the last time"
                + " because of {}; clients wait during each change: {}",
            after.room().self(),
            after.succession().recent().size(),
            settings.thrashing().within().toSeconds(),
            cause.label(),
            cause.advice());
  }

  private static String shown(ElectorState state) {
    return state.leader().map(Object::toString).orElse("none");
  }

  private void count(ElectorState before, ElectorState after) {
    meters.stands(after.room().epoch(), after.phase() instanceof Phase.Leading);
    boolean begins = after.phase() instanceof Phase.Campaigning;
    if (begins && !(before.phase() instanceof Phase.Campaigning)) {
      meters.campaign(after.succession().change().cause().label());
    }
    if (!after.followed().equals(before.followed())) {
      meters.anotherLead(after.succession().change().cause().label());
    }
  }
}
