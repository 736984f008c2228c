package dev.synod.testkit.sim;

import java.util.List;

/**
 * One side of a partition.
 *
 * @param <S> the state of the group's machine
 */
public final class Side<S> {
  private final SimulatedCluster<S> cluster;
  private final SimNetwork network;
  private final List<String> members;

  Side(SimulatedCluster<S> cluster, SimNetwork network, List<String> members) {
    this.cluster = cluster;
    this.network = network;
    this.members = members;
  }

  /** Nothing goes between this side and these members, in both directions. */
  public SimulatedCluster<S> from(String... others) {
    cluster.story().fault(String.join(",", members), "cut from", String.join(",", others));
    return cut(List.of(others), true);
  }

  /** Nothing goes between this side and all others. */
  public SimulatedCluster<S> fromAll() {
    return from(
        cluster.members().stream().filter(id -> !members.contains(id)).toArray(String[]::new));
  }

  /** Nothing goes from this side to these members; what these send arrives. */
  public SimulatedCluster<S> towards(String... others) {
    cluster.story().fault(String.join(",", members), "mute to", String.join(",", others));
    return cut(List.of(others), false);
  }

  private SimulatedCluster<S> cut(List<String> others, boolean bothWays) {
    network.cut(
        (from, to) ->
            (members.contains(from.value()) && others.contains(to.value()))
                || (bothWays && others.contains(from.value()) && members.contains(to.value())));
    return cluster;
  }
}
