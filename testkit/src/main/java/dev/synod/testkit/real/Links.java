package dev.synod.testkit.real;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which node may be heard by which. A node is known by the uid that its actor system sends. */
final class Links {
  private final Map<Long, String> nodes = new HashMap<>();
  private final Set<Link> holes = new HashSet<>();
  private boolean closed;

  private record Link(String from, String to) {}

  synchronized void started(String node, long uid) {
    nodes.put(uid, node);
    notifyAll();
  }

  synchronized void cut(String from, String to) {
    holes.add(new Link(from, to));
  }

  synchronized void pass(String from, String to) {
    holes.remove(new Link(from, to));
    notifyAll();
  }

  synchronized void heal() {
    holes.clear();
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Whether the second does not hear the first. */
  synchronized boolean broken(String from, String to) {
    return holes.contains(new Link(from, to));
  }

  /** Waits for the node that has this uid, if need be until it has told it. */
  synchronized String node(long uid) throws InterruptedException {
    while (!closed && !nodes.containsKey(uid)) {
      wait();
    }
    return Optional.ofNullable(nodes.get(uid)).orElse("");
  }

  /** Waits until the link is no black hole. */
  synchronized void awaitOpen(String from, String to) throws InterruptedException {
    while (!closed && holes.contains(new Link(from, to))) {
      wait();
    }
  }
}
