package dev.synod.testkit.sim;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A copy of a member's disk, to be put in the place of what has become of that. */
public final class OlderDisk {
  private final Census census;
  private final SimMember<?> member;
  private final Runnable setBack;
  private final Optional<SimMember.SoundDisk> disk;
  private final long epoch;
  private final OptionalLong start;

  OlderDisk(Census census, SimMember<?> member) {
    this.census = census;
    this.member = member;
    this.setBack = member.copyDisk();
    this.disk = member.soundDisk();
    this.epoch = census.epoch(member.id());
    this.start = census.start(member.id());
  }

  /** Puts it there, while the member is down. */
  public void putBack() {
    setBack.run();
  }

  /**
   * Whether it can't pass for the member's present disk, whoever is down or away meanwhile: in each
   * epoch from its own on too few would vouch for it that do not know of a later start.
   *
   * @param toCome what the members may be next
   */
  public boolean isFoundOut(Collection<Electorate> toCome) {
    return disk.isPresent()
        && disk.equals(member.soundDisk())
        && start.isPresent()
        && Stream.concat(census.since(epoch), toCome.stream())
            .allMatch(one -> one.findsOut(member.id().value(), this::knowsLater));
  }

  private boolean knowsLater(String id) {
    return census.sound(id) && census.knowsLater(id, member.id(), start.orElseThrow());
  }
}
