package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.acceptor.Cut;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Rule G1: a member's log begins behind a slot only if its disk has a snapshot of that slot or of a
 * later one, or, on a witness, if so many others have saved one that each election needs one of
 * these (rule W1); and only such events are deleted of which a durable one says that they may be.
 */
public final class OnlyCoveredIsDropped extends Law {
  private record Disk(long snapshot, long deletable) {
    static final Disk EMPTY = new Disk(0, 0);
  }

  private final OneChosenValue epochs;
  private final Map<MemberId, Disk> disks = new TreeMap<>();

  /** The newest that a member has ever saved: that its disk is lost others can't know at once. */
  private final Map<MemberId, Long> saved = new TreeMap<>();

  /** Where these are the epochs. */
  public OnlyCoveredIsDropped(OneChosenValue epochs) {
    this.epochs = epochs;
  }

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
    saved.merge(member, slot, Math::max);
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    Disk disk = disks.getOrDefault(member, Disk.EMPTY);
    require(
        event.cut().slot() <= disk.snapshot || coveredElsewhere(event.cut()),
        "%s drops its log through slot %d; its disk has a snapshot of slot %d, the others' are %s",
        member,
        event.cut().slot(),
        disk.snapshot,
        saved);
    disks.put(member, new Disk(disk.snapshot, Math.max(disk.deletable, event.cut().events())));
  }

  /** By the epoch that the witness knew, which may be any from that of the cut on. */
  private boolean coveredElsewhere(Cut cut) {
    List<MemberId> holders =
        saved.entrySet().stream()
            .filter(held -> held.getValue() >= cut.slot())
            .map(Map.Entry::getKey)
            .toList();
    return cut.configuration().stream()
        .flatMap(known -> Stream.concat(Stream.of(known), epochs.since(known.epoch())))
        .anyMatch(known -> Quorum.election(known).needs(holders));
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
