package dev.synod.proposer;

import dev.synod.protocol.Mail;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.shell.RoleShell;
import dev.synod.shell.Seat;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The actor of the proposer: wins the lead by phase 1 and orders commands by phase 2 (Paxos Made
 * Simple, section 3). Its rules are the phases of {@link ProposerState}.
 */
public final class Proposer extends RoleShell<ProposerState, ProposerMessage, ProposerNotice> {

  private Proposer(ActorContext<Mail> context, Seat seat, ProposerState initial) {
    super(context, seat, ProposerMessage.class, ProposerNotice.class, initial);
  }

  /**
   * A proposer that neither leads nor campaigns.
   *
   * @param tick how often it looks for what to repeat
   */
  public static Behavior<Mail> create(Seat seat, ProposerState initial, Duration tick) {
    return ticking(tick, context -> new Proposer(context, seat, initial));
  }
}
