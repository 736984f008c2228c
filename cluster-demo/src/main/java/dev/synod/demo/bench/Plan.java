package dev.synod.demo.bench;

import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param cells alternate, as often as there are repeats
 * @param consistency of reads, as it is typed
 * @param keys that are written and read
 */
record Plan(
    Target target,
    Times times,
    List<Cell> cells,
    String consistency,
    int keys,
    boolean killLeader,
    boolean baseline) {
  private static final long SECOND = 1000;

  /** The JVMs are warm after the first cell; a new one needs its queues to fill, no more. */
  private static final int LATER = 5;

  Plan {
    cells = List.copyOf(cells);
  }

  /**
   * The group.
   *
   * @param nodes to be started; 0 where they run already
   * @param leaseMillis 0: no leases
   * @param connect a running cluster's {@code host:port,...}
   * @param host by which the nodes reach the client
   */
  record Target(int nodes, int leaseMillis, Optional<String> connect, String host, String group) {}

  /**
   * How long and how often.
   *
   * @param warmUp seconds before the first cell
   * @param seconds of each cell
   */
  record Times(int warmUp, int seconds, int repeats) {}

  /** The bytes of all keys' values once each is written, at their largest. */
  long stateBytes() {
    return (long) keys * valueBytes();
  }

  /** What a node has of them in memory at least while it saves a snapshot. */
  long nodeBytes() {
    return 2 * stateBytes();
  }

  /** Of the largest values. */
  int valueBytes() {
    return cells.stream().mapToInt(Cell::valueBytes).max().orElse(0);
  }

  /** What the client is to do for a cell. */
  Task task(Cell cell, boolean first) {
    long warmUp = times.warmUp() * SECOND;
    return Task.of(
        cell, consistency, keys, first ? warmUp : warmUp / LATER, times.seconds() * SECOND);
  }
}
