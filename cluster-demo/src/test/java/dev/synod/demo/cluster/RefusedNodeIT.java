package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.input.Ports;
import dev.synod.demo.process.NodePlan;
import dev.synod.demo.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that does not belong here ends with one line and status 2, and the others go on. */
class RefusedNodeIT {

  /** At the first start; later the list only says whom to ask. */
  @Test
  void aNodeWithAnotherMemberListIsRefused(@TempDir Path home) throws IOException {
    try (Cluster cluster = Cluster.in(home)) {
      cluster.fleet().start("n1");
      cluster.fleet().start("n2");
      NodePlan plan = cluster.fleet().plan("n3");

      NodeProcess other =
          NodeProcess.start(
              plan.withMembers(plan.members() + ",n4@127.0.0.1:1"), Cluster.classPath());

      assertRefused(other);
      assertThat(other.lastWords()).last().asString().contains("member lists differ", "n4@");
      cluster.startAndAwait("n3");
      assertThat(cluster.session(0).put("/kv/a", "x").ok()).isTrue();
    }
  }

  @Test
  void aNodeOfAnotherClusterIsRefused(@TempDir Path home) throws IOException {
    List<Integer> free = Ports.free(6);
    List<Integer> ports = free.subList(0, 3);
    List<Integer> httpPorts = free.subList(3, 6);
    NodePlan stranger;
    try (Cluster other = Cluster.at(home.resolve("other"), ports, httpPorts)) {
      other.startAndAwait("n1", "n2", "n3");
      stranger = other.fleet().plan("n3");
    }
    try (Cluster cluster = Cluster.at(home.resolve("this"), ports, httpPorts)) {
      cluster.startAndAwait("n1", "n2", "n3");
      cluster.kill("n3");

      assertRefused(NodeProcess.start(stranger, Cluster.classPath()));

      assertThat(cluster.session(0).put("/kv/a", "x").ok()).isTrue();
    }
  }

  @Test
  void aSettingOutOfBoundsIsRefused(@TempDir Path home) throws IOException {
    List<Integer> free = Ports.free(2);
    NodePlan plan =
        NodePlan.group(
                free.subList(0, 1),
                free.subList(1, 2),
                Files.createDirectories(home),
                List.of("-Dsynod.proposer.window=0"))
            .get(0);

    NodeProcess node = NodeProcess.start(plan, Cluster.classPath());

    assertRefused(node);
    assertThat(node.lastWords())
        .containsExactly("node: synod.proposer.window = 0 must be from 1 to 1024");
  }

  private static void assertRefused(NodeProcess node) {
    assertThat(node.awaitExit(Cluster.PATIENCE)).as("%s", node.lastWords()).isEqualTo(2);
    List<String> words = node.lastWords();
    assertThat(words.get(words.size() - 1)).startsWith("node: ");
  }
}
