package dev.synod.node;

import dev.synod.membership.DiskName;
import dev.synod.metrics.MemberMeters;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where a member lives: its network, its clock, its dice, its actors and who counts what they do.
 * Everything by which one run of a member differs from another with the same mail comes from here.
 *
 * @param clock monotonic, in milliseconds
 * @param wakeful makes clocks like it that go on while the machine sleeps, one for each role that
 *     needs it, for the ages of leases and answers (rules E7, R5)
 * @param disk names the disk that its journal writes to
 * @param seed of all chance in this run of the member; no other run has the same
 * @param meters of this run; whoever makes it closes them when it has stopped
 */
public record Habitat(
    Courier courier,
    LongSupplier clock,
    Supplier<? extends LongSupplier> wakeful,
    DiskName disk,
    long seed,
    Casting casting,
    MemberMeters meters) {

  /** A generator of its own for one role; generators are not for several threads. */
  RandomGenerator chance(String role) {
    return new SplittableRandom(seed ^ role.hashCode());
  }
}
