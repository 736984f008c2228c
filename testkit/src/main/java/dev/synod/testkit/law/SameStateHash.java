package dev.synod.testkit.law;

import dev.synod.api.GroupStatus;
import dev.synod.protocol.MemberId;
import java.util.HashMap;
import java.util.Map;

/** Rule G6: replicas that have applied the same slots are equal. */
public final class SameStateHash extends Law {
  private record Reached(MemberId member, int digest) {}

  private final Map<Long, GroupStatus> first = new HashMap<>();
  private final Map<Long, Reached> before = new HashMap<>();

  @Override
  public void reached(MemberId member, long slot, int digest) {
    Reached known = before.computeIfAbsent(slot, unseen -> new Reached(member, digest));
    require(
        known.digest() == digest,
        "before slot %d the machine's state is %x on %s and %x on %s",
        slot,
        known.digest(),
        known.member(),
        digest,
        member);
  }

  @Override
  public void reported(GroupStatus status) {
    if (status.stateHash().equals("none")) {
      return; // A witness, or one that was.
    }
    GroupStatus known = first.computeIfAbsent(status.appliedThrough(), unseen -> status);
    require(
        known.stateHash().equals(status.stateHash()),
        "after slot %d the state of %s is %s, that of %s is %s",
        status.appliedThrough(),
        known.member(),
        known.stateHash(),
        status.member(),
        status.stateHash());
  }
}
