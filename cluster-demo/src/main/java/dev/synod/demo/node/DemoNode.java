package dev.synod.demo.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.demo.http.Health;
import dev.synod.demo.http.HttpGateway;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Line;
import dev.synod.demo.ledger.LedgerMachine;
import dev.synod.persistence.plugin.OpenStore;
import dev.synod.persistence.store.Figures;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node at work: an actor system, a member of the group, and the HTTP API. */
final class DemoNode implements Health {
  private static final Logger LOG = LoggerFactory.getLogger(DemoNode.class);
  private static final int STOP_SECONDS = 15;
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);

  private final ActorSystem<Void> system;
  private final String group;
  private final CompletableFuture<Void> ready;
  private final CompletableFuture<String> stopped;
  private final NodeMeters meters;

  private DemoNode(ActorSystem<Void> system, String group, NodeMeters meters) {
    this.system = system;
    this.group = group;
    this.meters = meters;
    Synod synod = Synod.get(system);
    this.ready = synod.whenReady(group).toCompletableFuture();
    this.stopped = synod.whenStopped(group).toCompletableFuture();
  }

  /**
   * Starts everything; says READY when the member serves and HTTP is bound.
   *
   * @throws BadInput if a port or a setting can't be
   */
  static DemoNode start(NodeOptions options, GroupSettings place, Config config, Ending ending) {
    ActorSystem<Void> system = system(config);
    try {
      Cluster.get(system.classicSystem())
          .registerOnMemberUp(
              () ->
                  LOG.info("process {} is up in the Pekko cluster", ProcessHandle.current().pid()));
      NodeMeters meters = NodeMeters.of(system);
      ConsensusGroup group = Synod.get(system).start(place, new LedgerMachine());
      DemoNode node = new DemoNode(system, place.name(), meters);
      ServerBinding binding = bind(node, group, options, config);
      node.watch(ending, place.member(), binding.localAddress());
      return node;
    } catch (IllegalArgumentException | ConfigException e) {
      system.terminate();
      throw new BadInput(Line.of(e), e);
    }
  }

  @Override
  public boolean started() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  @Override
  public Optional<String> stopped() {
    return Optional.ofNullable(stopped.getNow(null));
  }

  @Override
  public Optional<String> outside() {
    return Synod.get(system).outside(group);
  }

  @Override
  public Optional<Figures> storage() {
    return OpenStore.get(system).figures();
  }

  @Override
  public String metrics() {
    return meters.text();
  }

  /** Hands over, says good-bye to the cluster, and stops; waits for that, but not for ever. */
  void stop() {
    try {
      CoordinatedShutdown.get(system)
          .runAll(CoordinatedShutdown.jvmExitReason())
          .toCompletableFuture()
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("the node did not stop in order within {} s: {}", STOP_SECONDS, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(Ending ending, String member, InetSocketAddress http) {
    ready
        .minimalCompletionStage()
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                System.out.println(
                    "READY "
                        + member
                        + " http="
                        + http.getAddress().getHostAddress()
                        + ":"
                        + http.getPort());
                System.out.flush();
              } else if (reason(failure) instanceof IllegalArgumentException refused) {
                ending.refused(Line.of(refused));
              }
              // Any other failure is the end of the member, which is told below.
            });
    stopped.minimalCompletionStage().whenComplete((line, failure) -> stopped(ending, line));
    system.getWhenTerminated().whenComplete((done, failure) -> terminated(ending));
    // Artery's own hook closes the network at once unless it knows of one that has to end first.
    CoordinatedShutdown.get(system).addJvmShutdownHook(ending::interrupted);
  }

  private void stopped(Ending ending, String line) {
    // A member also stops with its actor system; then that is what there is to say.
    if (CoordinatedShutdown.get(system).getShutdownReason().isEmpty()) {
      ending.broken(line);
    }
  }

  private void terminated(Ending ending) {
    CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(CoordinatedShutdown.ClusterDowningReason$.class::isInstance)
        .ifPresentOrElse(
            downed -> ending.downed(), () -> ending.broken("the actor system has ended"));
  }

  private static ActorSystem<Void> system(Config config) {
    try {
      return ActorSystem.create(Behaviors.empty(), NodeConfig.SYSTEM, config);
    } catch (Exception e) {
      // Besides a port that was taken meanwhile there is only what was typed that can be wrong,
      // and Pekko has many ways to say so, some of them checked exceptions that it does not
      // declare.
      throw new BadInput("the actor system can't be started: " + Line.of(e), e);
    }
  }

  private static ServerBinding bind(
      DemoNode node, ConsensusGroup group, NodeOptions options, Config config) {
    HttpGateway.Bodies bodies =
        new HttpGateway.Bodies(
            Math.toIntExact(config.getBytes("synod.client.command")), BODY_PATIENCE);
    try {
      return new HttpGateway(group, node, bodies)
          .bind(node.system, options.host(), options.httpPort())
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new BadInput(
          "--http-port %d on %s can't be bound: %s"
              .formatted(options.httpPort(), options.host(), reason(e).getMessage()),
          e);
    }
  }

  private static Throwable reason(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
