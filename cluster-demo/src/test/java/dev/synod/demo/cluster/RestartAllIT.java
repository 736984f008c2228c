package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.client.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is on disks, not in memories (rule D4). */
class RestartAllIT {
  private static final int KEYS = 40;

  /**
   * One cluster for both, since each start of a JVM costs seconds. The first node is the first seed
   * of the Pekko cluster and the founder of the group: nobody waits for it later.
   */
  @Test
  void nothingAcknowledgedIsLostWhoeverDiesAndInWhateverOrderTheyReturn(@TempDir Path home)
      throws IOException {
    try (Cluster cluster = Cluster.in(home, Cluster.QUICK)) {
      cluster.startAndAwait("n1", "n2", "n3");
      write(cluster.session(0), "three");

      cluster.kill("n1");
      assertHolds(cluster, "n2", "three");
      write(cluster.session(1), "two");

      cluster.kill("n2", "n3");
      cluster.startAndAwait("n3", "n2");
      assertHolds(cluster, "n2", "two");
      write(cluster.session(1), "restarted");

      cluster.startAndAwait("n1");
      cluster.awaitSameState();
      cluster.kill("n2", "n1", "n3");
      cluster.startAndAwait("n3", "n1", "n2");
      assertHolds(cluster, "n1", "restarted");
      write(cluster.session(1), "all");
      cluster.awaitSameState();
      assertHolds(cluster, "n3", "all");

      endTheLeader(cluster);
    }
  }

  /** No election begins an epoch: only who hands the lead over does. */
  private static void endTheLeader(Cluster cluster) {
    String leader = cluster.awaitLeader(cluster.fleet().ids());
    List<String> others = cluster.fleet().ids().stream().filter(id -> !id.equals(leader)).toList();
    long epoch = cluster.epoch(leader);

    cluster.end(leader);

    assertThat(cluster.epoch(cluster.awaitLeader(others))).isEqualTo(epoch + 1);
  }

  private static void write(Session session, String value) {
    for (int i = 0; i < KEYS; i++) {
      assertThat(session.put("/kv/key-" + i, value + i).ok()).isTrue();
    }
  }

  private static void assertHolds(Cluster cluster, String node, String value) {
    for (int i = 0; i < KEYS; i++) {
      assertThat(cluster.value(node, "key-" + i)).isEqualTo(value + i);
    }
  }
}
