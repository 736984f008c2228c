package dev.synod.demo.process;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** All nodes of a group as processes. When it is closed, none runs. */
public final class Fleet implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final List<NodePlan> plans;
  private final String classPath;
  private final Map<String, NodeProcess> running = new LinkedHashMap<>();
  private final BiConsumer<NodeProcess, Integer> onExit;
  private boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param onExit is told of each process that ended, and its status
   */
  public Fleet(List<NodePlan> plans, String classPath, BiConsumer<NodeProcess, Integer> onExit) {
    this.plans = List.copyOf(plans);
    this.classPath = classPath;
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
      throw new NodeFailedException(id + " is not started: the end has begun", List.of());
    }
    NodeProcess node = NodeProcess.start(plan(id), classPath);
    running.put(id, node);
    node.exit().thenAccept(status -> onExit.accept(node, status));
    return node;
  }

  /** Starts all and waits until all serve. */
  public void startAll(Duration patience) {
    List<NodeProcess> nodes = ids().stream().map(this::start).toList();
    nodes.forEach(node -> node.awaitReady(patience));
  }

  /** The latest run of a node. */
  public synchronized NodeProcess node(String id) {
    return Objects.requireNonNull(running.get(id), id);
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
