package dev.synod.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A Pekko cluster as a user has it, of actor systems in this JVM: own guardian, own default journal
 * and snapshot store, own split-brain resolver. Synod is told only where its journal is.
 */
final class HostCluster implements AutoCloseable {
  static final String GROUP = "bank";

  private final Path directory;
  private final Config user;
  private final List<Integer> ports;
  private final Map<String, ActorSystem<Void>> systems = new TreeMap<>();
  private final Map<String, ConsensusGroup> groups = new TreeMap<>();

  HostCluster(Path directory, int size) throws IOException {
    this(directory, size, ConfigFactory.load());
  }

  /** With a configuration of the user's other than application.conf. */
  HostCluster(Path directory, int size, Config user) throws IOException {
    this.directory = directory;
    this.user = user;
    this.ports = freePorts(size);
  }

  /** The members' ids: n1, n2, ... */
  List<String> ids() {
    return ports.stream().map(port -> "n" + (ports.indexOf(port) + 1)).toList();
  }

  String members() {
    return String.join(",", ids().stream().map(id -> id + "@127.0.0.1:" + port(id)).toList());
  }

  /** Starts a node with the user's guardian, and on it a member of the group. */
  ConsensusGroup start(String id) {
    ActorSystem<Void> system = system(id);
    ConsensusGroup group =
        Synod.get(system).start(GroupSettings.parse(GROUP, id, members()), new Bank());
    groups.put(id, group);
    return group;
  }

  ActorSystem<Void> system(String id) {
    return systems.computeIfAbsent(
        id, name -> ActorSystem.create(guardian(), "host", config(name, port(name))));
  }

  /** A node of the cluster that is no member of the group. */
  ActorSystem<Void> guest() throws IOException {
    int port = freePorts(1).get(0);
    return systems.computeIfAbsent(
        "guest", name -> ActorSystem.create(guardian(), "host", config(name, port)));
  }

  ConsensusGroup group(String id) {
    return Optional.ofNullable(groups.get(id)).orElseThrow();
  }

  void awaitReady() throws Exception {
    for (String id : groups.keySet()) {
      Synod.get(system(id)).whenReady(GROUP).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  /** Stops a node and waits until it is gone. */
  void stop(String id) throws Exception {
    groups.remove(id);
    ActorSystem<Void> system = systems.remove(id);
    if (system != null) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() throws Exception {
    for (String id : List.copyOf(systems.keySet())) {
      stop(id);
    }
  }

  private int port(String id) {
    return ports.get(ids().indexOf(id));
  }

  /** The user's configuration, and what differs from node to node. */
  private Config config(String id, int port) {
    return ConfigFactory.parseString(
            """
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = %d }
            pekko.cluster.seed-nodes = ["pekko://host@127.0.0.1:%d"]
            synod.persistence.leveldb.dir = "%s"
            """
                .formatted(port, ports.get(0), directory.resolve(id)))
        .withFallback(user)
        .resolve();
  }

  private static Behavior<Void> guardian() {
    return Behaviors.empty();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }
}
