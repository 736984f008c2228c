package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.ReplicaNotice;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rule P2: a replica gets slot after slot without a gap, in each of its lives, from 1 on or from
 * behind a snapshot that its disk has. A witness has no replica that could miss what it has
 * dropped.
 */
public final class AppliedInOrder extends Law {
  private final Map<MemberId, Long> through = new TreeMap<>();
  private final Map<MemberId, Long> dropped = new TreeMap<>();

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    if (emptyDisk) {
      dropped.remove(member);
    }
    through.put(member, dropped.getOrDefault(member, 0L));
  }

  @Override
  public void loaded(MemberId member, long slot) {
    through.merge(member, slot, Math::max);
  }

  @Override
  public void saved(MemberId member, long slot) {
    through.merge(member, slot, Math::max);
  }

  @Override
  public void posted(MemberId member, Notice notice) {
    if (notice instanceof Release release && !release.own()) {
      through.merge(member, release.snapshot(), Math::max);
    }
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    event
        .cut()
        .configuration()
        .ifPresent(kept -> dropped.merge(member, event.cut().slot(), Math::max));
  }

  @Override
  public void delivered(MemberId member, ReplicaNotice.Deliver deliver) {
    long last = through.getOrDefault(member, 0L);
    require(
        deliver.first() <= last + 1,
        "%s gets slots from %d on, but has only those through %d",
        member,
        deliver.first(),
        last);
    through.put(member, Math.max(last, deliver.first() + deliver.values().size() - 1));
  }
}
