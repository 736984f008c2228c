package dev.synod.demo.cluster;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.GaveUpException;
import dev.synod.demo.client.Session;
import dev.synod.demo.input.Ports;
import dev.synod.demo.process.Fleet;
import dev.synod.demo.process.Home;
import dev.synod.demo.process.Jvm;
import dev.synod.demo.process.NodeFailedException;
import dev.synod.demo.process.NodePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of a node that has served, beside the jar: the many JVMs of these tests start with it
 * in half the time. Without it they would do the same, later.
 */
final class Archive {
  private Archive() {}

  /** Writes it unless there is one of this jar. */
  static synchronized void prepare(Path jar) {
    Path archive = Path.of(jar.toString().replaceFirst("\\.jar$", "") + ".jsa");
    Home home = Home.of("archive", null);
    try {
      if (Files.exists(archive)
          && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0) {
        return;
      }
      Files.deleteIfExists(archive);
      Path written = Path.of(archive + ".new");
      dump(jar, written, home.path());
      // Half an archive would be worse than none: the JVM does not look for its end.
      Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE);
    } catch (NodeFailedException | GaveUpException | IOException e) {
      System.err.println("without an archive of classes: " + e);
    } finally {
      home.remove();
    }
  }

  private static void dump(Path jar, Path archive, Path home) throws IOException {
    List<String> options = new ArrayList<>(Jvm.brief(jar.toString()).options());
    options.add("-XX:ArchiveClassesAtExit=" + archive);
    List<Integer> free = Ports.free(2);
    List<NodePlan> one =
        NodePlan.group(free.subList(0, 1), free.subList(1, 2), home, List.<String>of());
    try (Fleet fleet = new Fleet(one, new Jvm(jar.toString(), options), (node, status) -> {})) {
      fleet.startAll(Cluster.PATIENCE);
      Api api = new Api(Cluster.PATIENCE);
      new Session(api, fleet.uris(), 0, Cluster.PATIENCE).put("/kv/key", "value");
      api.get(fleet.uris().get(0), "/kv/key");
      api.get(fleet.uris().get(0), "/status");
      fleet.node("n1").terminate();
      fleet.node("n1").awaitExit(Cluster.PATIENCE);
    }
  }
}
