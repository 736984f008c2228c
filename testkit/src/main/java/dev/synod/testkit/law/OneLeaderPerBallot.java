package dev.synod.testkit.law;

import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Rules B1 and B3: a ballot belongs to one member, which proposes one value per slot under it; rule
 * M1: and nothing behind a stop-sign.
 */
public final class OneLeaderPerBallot extends Law {
  private record Place(long slot, Ballot ballot) {}

  private final Map<Place, Value> proposed = new HashMap<>();
  private final Map<Ballot, Long> signs = new HashMap<>();

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    if (message instanceof Accept accept) {
      require(
          accept.ballot().member().equals(from),
          "%s proposes under %s, which is not its own",
          from,
          accept.ballot());
      Value known =
          proposed.computeIfAbsent(
              new Place(accept.slot(), accept.ballot()), unseen -> accept.value());
      require(
          known.equals(accept.value()),
          "%s proposes %s and %s in slot %d under %s",
          from,
          known,
          accept.value(),
          accept.slot(),
          accept.ballot());
      if (accept.value() instanceof Value.StopSign) {
        signs.putIfAbsent(accept.ballot(), accept.slot());
      }
      long sign = signs.getOrDefault(accept.ballot(), Long.MAX_VALUE);
      require(
          accept.slot() <= sign,
          "%s proposes %s in slot %d under %s, behind its stop-sign in slot %d",
          from,
          accept.value(),
          accept.slot(),
          accept.ballot(),
          sign);
    }
  }
}
