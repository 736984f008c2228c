package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;

/**
 * What a founder has written to its journal: who it is, what it agreed to, what came of it.
 *
 * <p>First {@link Formatted}; then, on a disk of the founding, {@link StoredFounding} and {@link
 * FoundedWith}, or on one that came later {@link AdmittedTo}: each at most once in the life of a
 * directory. No directory has the third without the second (rule D1).
 */
public sealed interface FounderEvent {

  /**
   * The journal was empty: from now on this directory is this member's disk (rule D1). It entitles
   * to nothing.
   */
  record Formatted(GroupName group, MemberId member, Incarnation incarnation)
      implements FounderEvent {}

  /** The only founding record that this directory ever agrees to. */
  record StoredFounding(Configuration founding) implements FounderEvent {}

  /** All members of the record have stored it: it is epoch 1. */
  record FoundedWith(Configuration founding) implements FounderEvent {}

  /**
   * This disk has a part in a group that others founded.
   *
   * @param founding the configuration of epoch 1, which names the cluster
   * @param current the configuration of the epoch in which this disk begins
   */
  record AdmittedTo(Configuration founding, Configuration current) implements FounderEvent {}
}
