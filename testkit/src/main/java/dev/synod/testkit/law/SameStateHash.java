package dev.synod.testkit.law;

import dev.synod.api.GroupStatus;
import java.util.HashMap;
import java.util.Map;

/** Rule G6: replicas that have applied the same slots are equal. */
public final class SameStateHash extends Law {
  private final Map<Long, GroupStatus> first = new HashMap<>();

  @Override
  public void reported(GroupStatus status) {
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
