package dev.synod.elector;

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
 * rules are those of {@link ElectorState}. It reports each change of leader in one log line.
 */
public final class LeaderElector extends RoleShell<ElectorState, ElectorMessage, ElectorNotice> {
  private LeaderElector(ActorContext<Mail> context, Seat seat, ElectorState initial) {
    super(context, seat, ElectorMessage.class, ElectorNotice.class, initial);
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
}
