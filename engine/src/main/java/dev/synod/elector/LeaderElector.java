package dev.synod.elector;

import dev.synod.metrics.ElectionMeters;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.Mail;
import dev.synod.shell.RoleShell;
import dev.synod.shell.Seat;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The actor of the leader elector: heartbeats, failure detection, when to campaign, who leads. Its
 * rules are those of {@link ElectorState}. It reports each change of leader in one log line, and
 * counts campaigns and leads.
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
  protected void observe(ElectorState before, ElectorState after) {
    count(before, after);
    if (!before.leader().equals(after.leader())) {
      getContext()
          .getLog()
          .info(
              "{}: leader {} -> {} (ballot {}, highest seen {})",
              after.room().self(),
              before.leader().map(Object::toString).orElse("none"),
              after.leader().map(Object::toString).orElse("none"),
              after.followed(),
              after.highest());
    }
  }

  private void count(ElectorState before, ElectorState after) {
    meters.stands(after.room().epoch(), after.phase() instanceof Phase.Leading);
    boolean begins = after.phase() instanceof Phase.Campaigning;
    if (begins && !(before.phase() instanceof Phase.Campaigning)) {
      boolean named = after.room().epoch() > before.room().epoch();
      meters.campaign(named ? "members-changed" : "missed-heartbeats");
    }
    if (!after.followed().equals(before.followed())) {
      meters.anotherLead();
    }
  }
}
