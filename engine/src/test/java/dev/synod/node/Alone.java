package dev.synod.node;

import com.typesafe.config.Config;
import dev.synod.api.GroupSettings;
import dev.synod.membership.DiskName;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.Incarnation;
import dev.synod.settings.SynodSettings;
import dev.synod.wire.CommandCodec;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;

/** Member n1 of group g, which has no other; each of its runs has the same disk. */
final class Alone {
  static final GroupSettings PLACE = GroupSettings.parse("g", "n1", "n1@h:1");

  private Alone() {}

  /**
   * One run of it.
   *
   * @param seed of its chance
   */
  static Behavior<GroupMember.Command> member(
      Config config, Lifeline lifeline, Courier courier, long seed, MemberMeters meters) {
    Habitat habitat =
        new Habitat(
            courier,
            MonotonicClock.INSTANCE,
            () -> MonotonicClock.INSTANCE,
            DiskName.kept(() -> new Incarnation(new UUID(0, 1))),
            seed,
            Casting.SOUND,
            meters);
    return GroupMember.create(
        new Part<>(
            PLACE, SynodSettings.create(config), new Sum(), new CommandCodec(), lifeline, habitat));
  }
}
