package dev.synod.demo.process;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * All nodes of a group as processes. One that the Pekko cluster has put out is started again. When
 * the fleet is closed, none runs.
 */
public final class Fleet implements AutoCloseable {
  /** The exit status of a node that the Pekko cluster has put out. */
  public static final int DOWNED = 3;

  private static final Duration GRACE = Duration.ofSeconds(8);

  private final List<NodePlan> plans;
  private final Jvm jvm;
  private final Map<String, NodeProcess> running = new LinkedHashMap<>();
  private final BiConsumer<NodeProcess, Integer> onExit;
  private boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param onExit is told of each process that ended, and its status
   */
  public Fleet(List<NodePlan> plans, String classPath, BiConsumer<NodeProcess, Integer> onExit) {
    this(plans, Jvm.brief(classPath), onExit);
  }

  /** The same in JVMs of another kind. */
  public Fleet(List<NodePlan> plans, Jvm jvm, BiConsumer<NodeProcess, Integer> onExit) {
    this.plans = List.copyOf(plans);
    this.jvm = jvm;
    this.onExit = onExit;
  }

  /** The nodes' HTTP APIs, whether they run or not. */
  public List<URI> uris() {
    return plans.stream().map(NodePlan::uri).toList();
  }

  /** The nodes' ids. */
  public List<String> ids() {
    return plans.stream().map(NodePlan::id).toList();
  }

  /** How a node is started. */
  public NodePlan plan(String id) {
    return plans.stream().filter(plan -> plan.id().equals(id)).findFirst().orElseThrow();
  }

  /** Starts a node; a second process for a node that runs would be refused by its directory. */
  public synchronized NodeProcess start(String id) {
    if (closed) {
      throw new NodeFailedException(
          id, "is not started: the end has begun", OptionalInt.empty(), List.of());
    }
    NodeProcess node = NodeProcess.start(plan(id), jvm);
    running.put(id, node);
    node.exit().thenAccept(status -> ended(node, status));
    return node;
  }

  private void ended(NodeProcess node, int status) {
    onExit.accept(node, status);
    synchronized (this) {
      if (status == DOWNED && !closed) {
        start(node.plan().id());
      }
    }
  }

  /**
   * Starts all and waits until all serve.
   *
   * @throws NodeFailedException of the node that ended, as soon as one does; else of one that takes
   *     longer
   */
  public void startAll(Duration patience) {
    List<NodeProcess> nodes = ids().stream().map(this::start).toList();
    // Not until all have failed or serve: the others may be waiting for one that has ended.
    CompletableFuture<Object> over =
        CompletableFuture.anyOf(
            CompletableFuture.allOf(each(nodes, NodeProcess::ready)),
            CompletableFuture.anyOf(each(nodes, NodeProcess::exit)));
    await(over, patience);
    // Those that have ended come first: they are what the others waited for.
    nodes.stream()
        .sorted(Comparator.comparing(NodeProcess::alive))
        .forEach(node -> node.awaitReady(Duration.ZERO));
  }

  private static CompletableFuture<?>[] each(
      List<NodeProcess> nodes, Function<NodeProcess, CompletionStage<?>> what) {
    return nodes.stream()
        .map(what)
        .map(CompletionStage::toCompletableFuture)
        .toArray(CompletableFuture<?>[]::new);
  }

  /** Waits, but no longer than that. */
  private static void await(CompletableFuture<?> over, Duration patience) {
    try {
      over.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Each node says for itself what it has come to.
    }
  }

  /** The latest run of a node. */
  public synchronized NodeProcess node(String id) {
    return Objects.requireNonNull(running.get(id), id);
  }

  /** Those that run now. */
  public synchronized List<NodeProcess> alive() {
    return running.values().stream().filter(NodeProcess::alive).toList();
  }

  /** Asks all to end, and kills those that take too long. */
  @Override
  public void close() {
    List<NodeProcess> nodes;
    synchronized (this) {
      closed = true;
      nodes = new ArrayList<>(running.values());
    }
    nodes.forEach(NodeProcess::terminate);
    long begin = System.nanoTime();
    for (NodeProcess node : nodes) {
      try {
        node.awaitExit(GRACE.minusNanos(System.nanoTime() - begin));
      } catch (NodeFailedException late) {
        node.kill();
      }
    }
  }
}
