package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.demo.input.Ports;
import dev.synod.demo.process.NodePlan;
import dev.synod.demo.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM is no failure: a group of one is enough to see that. */
class NodeSignalIT {
  @TempDir private Path home;

  @Test
  void aNodeThatServesEndsInOrder() {
    NodeProcess node = start();
    node.awaitReady(Cluster.PATIENCE);

    node.terminate();

    assertThat(node.awaitExit(Cluster.PATIENCE)).as("%s", node.lastWords()).isZero();
  }

  /** From the moment on in which it holds its directory there is something to be ended. */
  @Test
  void aNodeThatHasOnlyBegunEndsInOrder() throws IOException {
    NodeProcess node = start();
    await().atMost(Cluster.PATIENCE).until(() -> Files.exists(home.resolve("n1").resolve("LOCK")));

    node.terminate();

    assertThat(node.awaitExit(Cluster.PATIENCE)).as("%s", node.lastWords()).isZero();
  }

  private NodeProcess start() {
    List<Integer> free = Ports.free(2);
    NodePlan plan = NodePlan.group(free.subList(0, 1), free.subList(1, 2), home, List.of()).get(0);
    return NodeProcess.start(plan, Cluster.classPath());
  }
}
