package dev.synod.testkit.sim;

import java.util.List;

/**
 * One side of a partition.
 *
 * @param <S> the state of the group's machine
 */
public final class Side<S> {
  private final SimulatedCluster<S> cluster;
  private final List<String> members;

  Side(SimulatedCluster<S> cluster, List<String> members) {
    this.cluster = cluster;
    this.members = members;
  }

  /** Nothing goes between this side and these members, in both directions. */
  public SimulatedCluster<S> from(String... others) {
    return cluster.cut(members, List.of(others), true);
  }

  /** Nothing goes between this side and all others. */
  public SimulatedCluster<S> fromAll() {
    return from(
        cluster.members().stream().filter(id -> !members.contains(id)).toArray(String[]::new));
  }

  /** Nothing goes from this side to these members; what these send arrives. */
  public SimulatedCluster<S> towards(String... others) {
    return cluster.cut(members, List.of(others), false);
  }
}
