package dev.synod.demo.bench;

import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param nodes to be started; 0 where they run already
 * @param cells alternate, as often as there are repeats
 * @param consistency of reads, as it is typed
 * @param leaseMillis 0: no leases
 * @param connect a running cluster's {@code host:port,...}
 * @param host by which the nodes reach the client
 */
record Plan(
    int nodes,
    List<Cell> cells,
    String consistency,
    int keys,
    int warmUpSeconds,
    int seconds,
    int repeats,
    boolean killLeader,
    boolean baseline,
    int leaseMillis,
    Optional<String> connect,
    String host,
    String group) {
  private static final long SECOND = 1000;

  /** The JVMs are warm after the first cell; a new one needs its queues to fill, no more. */
  private static final int LATER = 5;

  Plan {
    cells = List.copyOf(cells);
  }

  /** What the client is to do for a cell. */
  Task task(Cell cell, boolean first) {
    long warmUp = warmUpSeconds * SECOND;
    return Task.of(cell, consistency, keys, first ? warmUp : warmUp / LATER, seconds * SECOND);
  }
}
