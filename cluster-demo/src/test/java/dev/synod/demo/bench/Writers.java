package dev.synod.demo.bench;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/** Clients with one write each on its way, which write until they are told to stop. */
final class Writers implements AutoCloseable {
  private static final int CLIENTS = 8;

  private final Api api = new Api(Duration.ofSeconds(15));
  private final Acks acks = new Acks();
  private final AtomicLong slot = new AtomicLong();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** Of keys that are few, so that the state stays as large as it is. */
  static Writers steady(List<URI> nodes, String prefix, int keys, int bytes) {
    return new Writers(nodes, prefix, keys, bytes, i -> true, 1);
  }

  /** Returns when each key is written once. */
  static void fill(List<URI> nodes, String prefix, int keys, int bytes) {
    try (Writers writers = new Writers(nodes, prefix, keys, bytes, i -> i < keys, 10)) {
      writers.join();
      if (writers.acks.count() < keys) {
        throw new IllegalStateException(
            "%d of %d writes failed".formatted(writers.errors.get(), keys));
      }
    }
  }

  private Writers(
      List<URI> nodes, String prefix, int keys, int bytes, IntPredicate wanted, int tries) {
    String padding = "0123456789abcdef".repeat(bytes / 16);
    for (int client = 0; client < CLIENTS; client++) {
      URI node = nodes.get(client % nodes.size());
      Thread thread =
          new Thread(
              () -> {
                for (int i = next.getAndIncrement();
                    !stopped && wanted.test(i);
                    i = next.getAndIncrement()) {
                  write(node, "/kv/" + prefix + "-" + i % keys, i + padding, tries);
                }
              },
              "client-" + client);
      threads.add(thread);
      thread.start();
    }
  }

  private void write(URI node, String path, String value, int tries) {
    for (int i = 0; i < tries; i++) {
      try {
        Reply reply = api.put(node, path, value);
        if (reply.ok()) {
          acks.add();
          slot.accumulateAndGet(reply.body().path("slot").asLong(), Math::max);
          return;
        }
      } catch (IOException e) {
        // No answer is as bad as a refusal.
      }
      errors.incrementAndGet();
    }
  }

  Acks acks() {
    return acks;
  }

  /** The highest in which a write was done. */
  long slot() {
    return slot.get();
  }

  int errors() {
    return errors.get();
  }

  private void join() {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    join();
  }
}
