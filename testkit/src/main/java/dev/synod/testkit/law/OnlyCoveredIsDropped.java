package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.MemberId;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rule G1: a member's log begins behind a slot only if its disk has a snapshot of that slot or of a
 * later one; and only such events are deleted of which a durable one says that they may be.
 */
public final class OnlyCoveredIsDropped extends Law {
  private record Disk(long snapshot, long deletable) {
    static final Disk EMPTY = new Disk(0, 0);
  }

  private final Map<MemberId, Disk> disks = new TreeMap<>();

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    if (emptyDisk) {
      disks.put(member, Disk.EMPTY);
    }
  }

  @Override
  public void saved(MemberId member, long slot) {
    Disk disk = disks.getOrDefault(member, Disk.EMPTY);
    disks.put(member, new Disk(Math.max(disk.snapshot, slot), disk.deletable));
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    Disk disk = disks.getOrDefault(member, Disk.EMPTY);
    require(
        event.cut().slot() <= disk.snapshot,
        "%s drops its log through slot %d; its disk has a snapshot of slot %d",
        member,
        event.cut().slot(),
        disk.snapshot);
    disks.put(member, new Disk(disk.snapshot, Math.max(disk.deletable, event.cut().events())));
  }

  @Override
  public void deleted(MemberId member, long through) {
    Disk disk = disks.getOrDefault(member, Disk.EMPTY);
    require(
        through <= disk.deletable,
        "%s deletes its events through %d; its disk says that those through %d may go",
        member,
        through,
        disk.deletable);
  }
}
