package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.RegistrarMessage.Report;
import dev.synod.protocol.SlotVote;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rule A3: what an acceptor says it has promised or voted for is on its disk; and so is the
 * snapshot that a member tells others of (rule G1).
 */
public final class RememberedBeforeSaid extends Law {
  private static final class Disk {
    private Ballot promised = Ballot.NONE;
    private long chosenThrough;
    private long snapshot;
    private final Map<Long, Ballot> votes = new HashMap<>();
  }

  private final Map<MemberId, Disk> disks = new TreeMap<>();

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    if (emptyDisk) {
      disks.put(member, new Disk());
    }
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    Disk disk = disks.computeIfAbsent(member, unseen -> new Disk());
    disk.promised = disk.promised.max(event.promised());
    disk.chosenThrough = Math.max(disk.chosenThrough, event.chosenThrough());
    for (SlotVote vote : event.votes()) {
      disk.votes.merge(vote.slot(), vote.ballot(), Ballot::max);
    }
  }

  @Override
  public void saved(MemberId member, long slot) {
    Disk disk = disks.computeIfAbsent(member, unseen -> new Disk());
    disk.snapshot = Math.max(disk.snapshot, slot);
  }

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    Disk disk = disks.computeIfAbsent(from, unseen -> new Disk());
    if (message instanceof Promise promise) {
      requirePromise(from, disk, promise.ballot());
    } else if (message instanceof Nack nack) {
      requirePromise(from, disk, nack.promised());
    } else if (message instanceof Snapshotted snapshotted) {
      require(
          snapshotted.through() <= disk.snapshot,
          "%s says that its snapshot covers slot %d; its disk has one of slot %d",
          from,
          snapshotted.through(),
          disk.snapshot);
    } else if (message instanceof Report report) {
      require(
          report.executed() <= disk.chosenThrough,
          "%s says that it has executed through slot %d; its disk holds the slots through %d",
          from,
          report.executed(),
          disk.chosenThrough);
    } else if (message instanceof Accepted accepted) {
      for (long slot : accepted.slots()) {
        Optional<Ballot> vote = Optional.ofNullable(disk.votes.get(slot));
        require(
            slot <= disk.chosenThrough
                || vote.filter(durable -> !durable.below(accepted.ballot())).isPresent(),
            "%s says that it has accepted slot %d under %s; its disk has %s",
            from,
            slot,
            accepted.ballot(),
            vote);
      }
    }
  }

  private void requirePromise(MemberId from, Disk disk, Ballot said) {
    require(
        !said.above(disk.promised),
        "%s says that it has promised %s; its disk has %s",
        from,
        said,
        disk.promised);
  }
}
