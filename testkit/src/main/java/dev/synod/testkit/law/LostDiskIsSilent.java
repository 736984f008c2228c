package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rule D1: a member that has promised or voted and then lost its disk, or got an older copy of it,
 * neither promises nor votes again, nor confirms that a leader still leads: it knows no more what
 * it has said. It speaks again with a disk of another name, once a chosen stop-sign has named it.
 */
public final class LostDiskIsSilent extends Law {
  private final OneChosenValue disks;
  private final Map<MemberId, Set<Incarnation>> used = new TreeMap<>();
  private final Map<MemberId, Set<Incarnation>> lost = new TreeMap<>();
  private final Set<MemberId> silent = new TreeSet<>();

  /** Where stop-signs are counted. */
  public LostDiskIsSilent(OneChosenValue disks) {
    this.disks = disks;
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    used.computeIfAbsent(member, unseen -> new HashSet<>()).add(event.incarnation());
    boolean another = !lost.getOrDefault(member, Set.of()).contains(event.incarnation());
    if (another && disks.named(member, event.incarnation())) {
      silent.remove(member);
    }
  }

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    if (emptyDisk) {
      lose(member);
    }
  }

  @Override
  public void setBack(MemberId member) {
    lose(member);
  }

  private void lose(MemberId member) {
    if (used.containsKey(member)) {
      lost.put(member, Set.copyOf(used.getOrDefault(member, Set.of())));
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
