package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rule D1: a member that has promised or voted and then lost its disk neither promises nor votes
 * again, nor confirms that a leader still leads: it knows no more what it has said.
 */
public final class LostDiskIsSilent extends Law {
  private final Set<MemberId> bound = new TreeSet<>();
  private final Set<MemberId> silent = new TreeSet<>();

  @Override
  public void durable(MemberId member, Recorded event) {
    bound.add(member);
  }

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    if (emptyDisk && bound.contains(member)) {
      silent.add(member);
    }
  }

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    require(
        !silent.contains(from) || !speaksAsVoter(message),
        "%s has lost its disk, but says %s",
        from,
        message);
  }

  private static boolean speaksAsVoter(PaxosMessage message) {
    return message instanceof Promise
        || message instanceof Accepted
        || message instanceof Confirmed;
  }
}
