package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.client.Api;
import dev.synod.demo.input.Ports;
import dev.synod.demo.process.Fleet;
import dev.synod.demo.process.Jvm;
import dev.synod.demo.process.NodePlan;
import dev.synod.demo.process.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lack of memory is a failure, and its name is in the log: a group of one is enough for that. */
class NodeMemoryIT {
  private static final String HEAP = "-Xmx40m";
  private static final String VALUE = "-".repeat(90_000);

  @Test
  void aNodeWhoseStateOutgrowsItsHeapEndsAndSaysSo(@TempDir Path home) {
    List<Integer> free = Ports.free(2);
    List<NodePlan> one =
        NodePlan.group(free.subList(0, 1), free.subList(1, 2), home, List.<String>of());
    List<String> options = new ArrayList<>(Jvm.brief(Cluster.classPath()).options());
    options.addAll(List.of("-Xms40m", HEAP));
    try (Fleet fleet =
        new Fleet(one, new Jvm(Cluster.classPath(), options), (node, status) -> {})) {
      fleet.startAll(Cluster.PATIENCE);
      NodeProcess node = fleet.node("n1");

      fill(node);

      assertThat(node.awaitExit(Cluster.PATIENCE)).as("%s", node.lastWords()).isEqualTo(70);
      assertThat(node.plan().log()).content().contains("OutOfMemoryError");
      assertThat(node.ownWords().orElse("nothing")).contains("ended by an Error", "lack of memory");
    }
  }

  /** Until it is gone; more keys than the heap could hold. */
  private static void fill(NodeProcess node) {
    Api api = new Api(Duration.ofSeconds(5));
    URI at = node.plan().uri();
    for (int i = 0; node.alive(); i++) {
      try {
        api.put(at, "/kv/key-" + i, VALUE);
      } catch (IOException dying) {
        // Not every write that it can't do is its end yet.
      }
    }
  }
}
