package dev.synod.proposer;

import dev.synod.metrics.ProposerMeters;
import dev.synod.protocol.Mail;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.shell.RoleShell;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The actor of the proposer: wins the lead by phase 1 and orders commands by phase 2 (Paxos Made
 * Simple, section 3). Its rules are the phases of {@link ProposerState}. It counts what it
 * proposes.
 */
public final class Proposer extends RoleShell<ProposerState, ProposerMessage, ProposerNotice> {
  private final ProposerMeters meters;

  private Proposer(ActorContext<Mail> context, Seat seat, ProposerState initial) {
    super(context, seat, ProposerMessage.class, ProposerNotice.class, initial);
    this.meters = seat.meters().proposer();
  }

  /**
   * A proposer that neither leads nor campaigns.
   *
   * @param tick how often it looks for what to repeat
   */
  public static Behavior<Mail> create(Seat seat, ProposerState initial, Duration tick) {
    return ticking(tick, context -> new Proposer(context, seat, initial));
  }

  @Override
  protected void observe(ProposerState before, ProposerState after, long now) {
    if (after instanceof Leading leading) {
      Pipeline pipeline = leading.pipeline();
      long next =
          before instanceof Leading led && led.ballot().equals(leading.ballot())
              ? led.pipeline().next()
              : pipeline.next();
      for (long slot = next; slot < pipeline.next(); slot++) {
        Optional.ofNullable(pipeline.open().get(slot)).ifPresent(this::count);
      }
      meters.holds(pipeline.open().size(), pipeline.waiting().size(), pipeline.waitingBytes());
    } else if (before instanceof Leading) {
      meters.holds(0, 0, 0);
    }
  }

  /** What phase 1 has found was somebody else's batch. */
  private void count(Pipeline.Proposal proposal) {
    if (proposal.commands() > 0) {
      meters.proposed(proposal.commands(), proposal.value().size());
    }
  }
}
