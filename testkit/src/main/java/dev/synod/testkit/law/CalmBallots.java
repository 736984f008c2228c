package dev.synod.testkit.law;

import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import java.util.function.LongSupplier;

/**
 * Rule L8: rounds are used up at the pace of time-outs, not of messages: campaigns that fail back
 * off.
 */
public final class CalmBallots extends Law {
  private static final long AT_ONCE = 40;

  private final LongSupplier seconds;
  private final long perSecond;

  /** At most so many rounds in each second of the run. */
  public CalmBallots(LongSupplier seconds, long perSecond) {
    this.seconds = seconds;
    this.perSecond = perSecond;
  }

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    if (message instanceof Prepare prepare) {
      long bound = AT_ONCE + perSecond * seconds.getAsLong();
      require(
          prepare.ballot().round() <= bound,
          "%s campaigns under %s after %d s; at most round %d is used up by then",
          from,
          prepare.ballot(),
          seconds.getAsLong(),
          bound);
    }
  }
}
