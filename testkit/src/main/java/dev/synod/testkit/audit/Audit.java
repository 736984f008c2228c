package dev.synod.testkit.audit;

/**
 * What is checked of a state machine without being asked for. Each costs more than the command
 * itself, so each is done with the first command of a class and then with one in 16, by the seed.
 */
public enum Audit {
  /**
   * Handlers depend on their arguments alone and leave the state that they are given as it was: a
   * command is applied twice at once and once more later. What differs only from JVM to JVM, such
   * as the order of {@code Set.of} and the hash codes of enums, is not seen in one JVM.
   */
  HANDLERS,
  /**
   * What {@code snapshotOf} returns can be written by Pekko Serialization, what is read back is
   * written as the same bytes, and {@code stateOf} makes a state of it that has the same snapshot.
   * Without it members can't compare their states, nor begin with one that they have kept.
   */
  SNAPSHOTS,
  /**
   * Commands, queries, replies and answers can be written by Pekko Serialization and lose nothing
   * by it. Replies are kept in snapshots, for retries; answers cross nodes only if clients run on
   * nodes without a member.
   */
  SERIALIZERS
}
