package dev.synod.testkit.real;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.api.GroupStatus;
import dev.synod.api.StateMachine;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * A Pekko cluster of actor systems in this JVM, as a user has it, with a Synod member on each: real
 * Artery over loopback TCP, real journals. Links between nodes can be made black holes.
 *
 * <p>Each node's canonical port is one of ours, which hands on to where it listens. In a black hole
 * nothing is refused and nothing closed: what is sent waits, as in TCP over a broken network, and
 * arrives when the link passes again, if the sender still keeps the connection. Pekko's failure
 * detector does not hear the node then, so a split-brain resolver, where the configuration has one,
 * may down it, which ends its actor system for good.
 *
 * <p>Used by one thread.
 *
 * @param <S> the state of the group's machine
 */
public final class RealCluster<S> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GUEST = "guest";

  private final Supplier<StateMachine<S>> machine;
  private final String group;
  private final Config user;
  private final Path directory;
  private final boolean temporary;
  private final Links links = new Links();
  private final Map<String, Doorway> doorways = new LinkedHashMap<>();
  private final Map<String, ActorSystem<Void>> systems = new TreeMap<>();
  private final Map<String, ConsensusGroup> groups = new TreeMap<>();

  RealCluster(RealPlan<S> plan) {
    machine = plan.machine;
    group = plan.group;
    user = plan.config;
    temporary = plan.directory.isEmpty();
    directory = plan.directory.orElseGet(RealCluster::temporaryDirectory);
    IntStream.rangeClosed(1, plan.members)
        .mapToObj(n -> "n" + n)
        .forEach(id -> doorways.put(id, new Doorway(id, links)));
  }

  /** A cluster that replicates machines that this makes. */
  public static <S> RealPlan<S> of(Supplier<StateMachine<S>> machine) {
    return new RealPlan<>(machine);
  }

  /** The members' ids: n1, n2, ... */
  public List<String> ids() {
    return doorways.keySet().stream().filter(id -> !id.equals(GUEST)).toList();
  }

  /** The members as {@link GroupSettings#parse} wants them. */
  public String members() {
    return String.join(
        ",", ids().stream().map(id -> id + "@127.0.0.1:" + doorway(id).port()).toList());
  }

  /** Starts a node, and on it a member of the group. */
  public ConsensusGroup start(String id) {
    ConsensusGroup door =
        Synod.get(system(id)).start(GroupSettings.parse(group, id, members()), machine.get());
    groups.put(id, door);
    return door;
  }

  /** The node's actor system, which is started if it does not run; without a member then. */
  public ActorSystem<Void> system(String id) {
    return system(id, user);
  }

  /** The same, but that its configuration is this one until it stops. */
  public ActorSystem<Void> system(String id, Config own) {
    Doorway doorway = doorway(id);
    return systems.computeIfAbsent(id, name -> begin(name, doorway, own));
  }

  /** A node of the cluster that is no member of the group. */
  public ActorSystem<Void> guest() {
    doorways.computeIfAbsent(GUEST, id -> new Doorway(id, links));
    return system(GUEST);
  }

  private ActorSystem<Void> begin(String id, Doorway doorway, Config own) {
    int port = freePort();
    doorway.leadsTo(port);
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.<Void>empty(),
            "host",
            config(id, doorway.port(), port).withFallback(own).resolve());
    links.started(id, Cluster.get(system).selfMember().uniqueAddress().longUid());
    return system;
  }

  /** A running member's door to the group. */
  public ConsensusGroup group(String id) {
    return Optional.ofNullable(groups.get(id))
        .orElseThrow(() -> new IllegalStateException(id + " does not run; start it first"));
  }

  /** Waits until all members that were started serve; at most 60 s each. */
  public void awaitReady() {
    for (String id : groups.keySet()) {
      get(Synod.get(system(id)).whenReady(group), id + " is not ready");
    }
  }

  /**
   * Waits until these members agree that one of them leads; its id.
   *
   * @param among all that run, if none are named
   * @throws IllegalStateException if they do not in 60 s
   */
  public String awaitLeader(String... among) {
    List<String> asked = among.length == 0 ? List.copyOf(groups.keySet()) : List.of(among);
    await(
        () ->
            asked.stream().map(id -> status(id).leader()).distinct().count() == 1
                && status(asked.get(0)).leader().filter(asked::contains).isPresent(),
        asked + " agree on no leader among them");
    return status(asked.get(0)).leader().orElseThrow();
  }

  /**
   * Waits until all running members have applied the same slots; they must be equal then.
   *
   * @throws IllegalStateException if they are not in 60 s
   */
  public void awaitEqual() {
    await(
        () ->
            groups.keySet().stream()
                    .map(this::status)
                    .map(view -> view.appliedThrough() + " " + view.stateHash())
                    .distinct()
                    .count()
                == 1,
        "the members are not equal");
  }

  /** A running member's view of the group. */
  public GroupStatus status(String id) {
    return get(group(id).status(), id + " does not tell its status");
  }

  /** Neither hears the other, until {@link #pass} or {@link #heal}. */
  public RealCluster<S> blackHole(String one, String other) {
    return mute(one, other).mute(other, one);
  }

  /** The second does not hear the first, until {@link #pass} or {@link #heal}. */
  public RealCluster<S> mute(String from, String to) {
    Object unused = List.of(doorway(from), doorway(to));
    links.cut(from, to);
    return this;
  }

  /** Both hear each other. */
  public RealCluster<S> pass(String one, String other) {
    links.pass(one, other);
    links.pass(other, one);
    return this;
  }

  /** All hear each other. */
  public RealCluster<S> heal() {
    links.heal();
    return this;
  }

  /**
   * Stops a node, if it runs, and waits until it is gone; what its journal holds is kept, and what
   * it has sent into a black hole is lost.
   */
  public void stop(String id) {
    groups.remove(id);
    ActorSystem<Void> system = systems.remove(id);
    if (system != null) {
      system.terminate();
      await(() -> leftBy(id, system), id + " does not terminate");
      doorways.values().forEach(doorway -> unchecked(() -> doorway.gone(id)));
    }
  }

  private boolean leftBy(String id, ActorSystem<Void> system) {
    doorways.values().forEach(doorway -> unchecked(() -> doorway.going(id)));
    return system.getWhenTerminated().toCompletableFuture().isDone();
  }

  /** Stops all nodes; they can be started again. */
  public void stopAll() {
    systems.values().forEach(ActorSystem::terminate);
    List.copyOf(systems.keySet()).forEach(this::stop);
  }

  /** Ends it all. */
  @Override
  public void close() {
    links.heal();
    try {
      stopAll();
    } finally {
      links.close();
      doorways.values().forEach(doorway -> unchecked(doorway));
      if (temporary) {
        delete(directory);
      }
    }
  }

  private Doorway doorway(String id) {
    return Optional.ofNullable(doorways.get(id))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no node '" + id + "'; nodes are " + doorways.keySet()));
  }

  /** What differs from node to node. */
  private Config config(String id, int canonical, int bind) {
    return ConfigFactory.parseString(
        """
            pekko.remote.artery {
              canonical { hostname = "127.0.0.1", port = %d }
              bind { hostname = "127.0.0.1", port = %d }
            }
            pekko.cluster.seed-nodes = ["pekko://host@127.0.0.1:%d"]
            synod.persistence.leveldb.dir = "%s"
            """
            .formatted(canonical, bind, doorway("n1").port(), directory.resolve(id)));
  }

  private static void await(BooleanSupplier condition, String failure) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(failure + " within " + PATIENCE);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static <T> T get(CompletionStage<T> stage, String failure) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(failure + " within " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int freePort() {
    try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return held.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port of the loopback interface is free", e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("synod-real-cluster");
    } catch (IOException e) {
      throw new UncheckedIOException("there is no place for the journals", e);
    }
  }

  private static void unchecked(Closeable closing) {
    try {
      closing.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journals in " + directory + " can't be deleted", e);
    }
  }
}
