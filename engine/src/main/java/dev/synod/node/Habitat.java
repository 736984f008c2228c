package dev.synod.node;

import dev.synod.membership.DiskName;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Where a member lives: its network, its clock, its dice and its actors. Everything by which one
 * run of a member differs from another with the same mail comes from here.
 *
 * @param clock monotonic, in milliseconds
 * @param disk names the disk that its journal writes to
 * @param seed of all chance in this run of the member; no other run has the same
 */
public record Habitat(
    Courier courier, LongSupplier clock, DiskName disk, long seed, Casting casting) {

  /** A generator of its own for one role; generators are not for several threads. */
  RandomGenerator chance(String role) {
    return new SplittableRandom(seed ^ role.hashCode());
  }
}
