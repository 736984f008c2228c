package dev.synod.demo.cluster;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three times the leader dies by kill -9 under load and comes back. The clients' history must show
 * one register per key: no acknowledged write lost (D4), none done twice (S2), and no read older
 * than what was known when it began (R1).
 */
class KillLeaderIT {
  private static final int KILLS = 3;
  private static final int WRITERS = 6;
  private static final long WRITES_BETWEEN = 200;

  @Test
  void clientsSeeOneRegisterPerKeyWhileLeadersDie(@TempDir Path home) {
    try (Cluster cluster = Cluster.in(home)) {
      cluster.startAndAwait("n1", "n2", "n3");
      List<String> all = cluster.fleet().ids();
      try (Clients clients = Clients.start(cluster, WRITERS, all)) {
        for (int kill = 0; kill < KILLS; kill++) {
          clients.awaitWrites(WRITES_BETWEEN);
          killAndReturn(cluster, clients);
        }
        clients.awaitWrites(WRITES_BETWEEN);
        clients.finish();

        cluster.awaitSameState();
        clients.assertNothingLost(all);
      }
    }
  }

  private static void killAndReturn(Cluster cluster, Clients clients) {
    List<String> all = cluster.fleet().ids();
    String leader = cluster.awaitLeader(all);
    cluster.kill(leader);
    cluster.awaitLeader(all.stream().filter(id -> !id.equals(leader)).toList());
    clients.awaitWrites(1);
    cluster.startAndAwait(leader);
  }
}
