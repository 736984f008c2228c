package dev.synod.testkit.law;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.Value;
import java.util.Optional;

/** Rules C2 and L5: what a replica is handed is the value that a majority has on its disks. */
public final class OnlyChosenIsApplied extends Law {
  private final OneChosenValue disks;

  /** As the disks say. */
  public OnlyChosenIsApplied(OneChosenValue disks) {
    this.disks = disks;
  }

  @Override
  public void delivered(MemberId member, ReplicaNotice.Deliver deliver) {
    for (int i = 0; i < deliver.values().size(); i++) {
      long slot = deliver.first() + i;
      Optional<Value> chosen = disks.at(slot);
      require(
          chosen.filter(deliver.values().get(i)::equals).isPresent(),
          "%s applies %s in slot %d, where the disks have chosen %s",
          member,
          deliver.values().get(i),
          slot,
          chosen);
    }
  }
}
