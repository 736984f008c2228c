package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rules A1 and A4: an acceptor's promise never goes down, and it never votes below the promise that
 * its disk held before, also not in a later life with the same disk, unless that was set back: then
 * it must be silent (rule D1). Rule M2: what it shows in phase 1 are votes of that epoch.
 */
public final class PromiseKept extends Law {
  private final Map<MemberId, Ballot> promises = new TreeMap<>();

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    if (emptyDisk) {
      promises.put(member, Ballot.NONE);
    }
  }

  @Override
  public void setBack(MemberId member) {
    promises.put(member, Ballot.NONE);
  }

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    if (message instanceof Promise promise) {
      for (SlotVote vote : promise.votes()) {
        require(
            vote.ballot().epoch() == promise.ballot().epoch(),
            "%s shows its vote for slot %d under %s, of another epoch, in phase 1 of %s",
            from,
            vote.slot(),
            vote.ballot(),
            promise.ballot());
      }
    }
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    Ballot before = promises.getOrDefault(member, Ballot.NONE);
    require(
        !event.promised().below(before),
        "%s lowers its promise from %s to %s",
        member,
        before,
        event.promised());
    for (SlotVote vote : event.votes()) {
      require(
          !vote.ballot().below(before),
          "%s accepts slot %d under %s after it has promised %s",
          member,
          vote.slot(),
          vote.ballot(),
          before);
      require(
          !vote.ballot().above(event.promised()),
          "%s accepts slot %d under %s, but its promise stays at %s",
          member,
          vote.slot(),
          vote.ballot(),
          event.promised());
    }
    promises.put(member, before.max(event.promised()));
  }
}
