package dev.synod.demo.show;

import dev.synod.demo.client.Reply;
import dev.synod.demo.workload.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What the clients were told, and when. Safe to use from several threads. */
final class Tally {
  /** How long a load that has given up may go unnoticed. */
  static final Duration GLANCE = Duration.ofMillis(200);

  private final List<String> done = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final SortedMap<String, Long> deltas = new TreeMap<>();
  private final List<String> doubts = new ArrayList<>();
  private long openedCents;
  private int finished;
  private long latest = System.nanoTime();
  private long longestGap;
  private @Nullable Long killed;
  private @Nullable Long firstAfterKill;

  /** A line has its final reply. */
  synchronized void finished(Errand errand, Reply reply) {
    long now = System.nanoTime();
    longestGap = Math.max(longestGap, now - latest);
    latest = now;
    // Only what was sent after the kill shows that somebody leads again: what was sent before may
    // have been chosen before, and its reply be late.
    if (killed != null && firstAfterKill == null && reply.sentNanos() > killed) {
      firstAfterKill = now - killed;
    }
    if (reply.ok()) {
      book(errand, reply);
    } else {
      doubts.add(errand + ": " + reply);
    }
    finished++;
    notifyAll();
  }

  /** Nobody knows whether a line was done. */
  synchronized void gaveUp(Errand errand, String line) {
    doubts.add(errand + ": " + line);
    finished++;
    notifyAll();
  }

  /** The load begins now: what was before is no gap. */
  synchronized void begin() {
    latest = System.nanoTime();
  }

  /** The leader dies now. */
  synchronized void killed() {
    killed = System.nanoTime();
  }

  synchronized int finished() {
    return finished;
  }

  /** Waits until so many lines are finished, but no longer than that. */
  synchronized boolean awaitFinished(int count, Duration patience) {
    long begin = System.nanoTime();
    while (finished < count) {
      long left = patience.minusNanos(System.nanoTime() - begin).toMillis();
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Waits for the first write that was sent after the kill; empty if the load ends without. */
  Optional<Duration> awaitFirstAfterKill(Future<?> load) {
    // The next line to be finished may have been sent before the kill, so it may take several.
    while (firstAfterKill().isEmpty() && !load.isDone()) {
      awaitFinished(finished() + 1, GLANCE);
    }
    return firstAfterKill();
  }

  synchronized Optional<Duration> firstAfterKill() {
    return Optional.ofNullable(firstAfterKill).map(Duration::ofNanos);
  }

  synchronized Duration longestGap() {
    return Duration.ofNanos(longestGap);
  }

  /** Ids of the transfers that were acknowledged. */
  synchronized List<String> done() {
    return List.copyOf(done);
  }

  /** Ids of the transfers that the bank refused. */
  synchronized List<String> refused() {
    return List.copyOf(refused);
  }

  /** What was acknowledged of each item, in and out. */
  synchronized SortedMap<String, Long> deltas() {
    return new TreeMap<>(deltas);
  }

  /** The sum of all first deposits that were acknowledged. */
  synchronized long openedCents() {
    return openedCents;
  }

  /** Lines without a good outcome, and why. */
  synchronized List<String> doubts() {
    return List.copyOf(doubts);
  }

  private void book(Errand errand, Reply reply) {
    if (errand instanceof Errand.Transfer transfer) {
      boolean moved = reply.body().path("result").asText().equals("done");
      (moved ? done : refused).add(transfer.id());
    } else if (errand instanceof Errand.Adjust adjust) {
      deltas.merge(
          adjust.item(), reply.body().path("done").asBoolean() ? adjust.delta() : 0, Long::sum);
    } else if (errand instanceof Errand.Open open && reply.body().path("opened").asBoolean()) {
      openedCents += open.cents();
    }
  }
}
