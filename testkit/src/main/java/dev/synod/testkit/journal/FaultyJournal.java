package dev.synod.testkit.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.testkit.journal.JournalFaults.DeletionFault;
import dev.synod.testkit.journal.JournalFaults.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/**
 * A journal in memory that fails when it is told to. It is no part of an actor system: give {@link
 * #config()} to one, and to the next after it, and the events are still there.
 *
 * <pre>{@code
 * FaultyJournal journal = FaultyJournal.create();
 * ... ActorSystem.create(guardian, "test", journal.config().withFallback(ConfigFactory.load()));
 * journal.of("cart-7").failNextWrite();
 * }</pre>
 *
 * <p>Events are kept as bytes, by Pekko Serialization. Pekko's circuit breaker around journals is
 * set so high that it does not answer in the journal's place. For any thread.
 */
public final class FaultyJournal implements AutoCloseable {
  /** The id of the plugin, for settings that name a journal, as {@code synod.acceptor.journal}. */
  public static final String PLUGIN = "synod-testkit-faulty-journal";

  private static final Map<String, FaultyJournal> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String name = "journal-" + NUMBERS.incrementAndGet();
  private final Map<String, Tape> tapes = new HashMap<>();
  private final Plans<Fault> writeFaults = new Plans<>();
  private final Plans<DeletionFault> deletionFaults = new Plans<>();
  private final Set<String> hanging = new HashSet<>();
  private final List<Hung> hung = new ArrayList<>();

  /** A write or a deletion that waits for its sync. */
  private record Hung(String id, Runnable sync, Consumer<Throwable> lost) {
    boolean isIn(String scope) {
      return scope.equals(Plans.ALL) || scope.equals(id);
    }
  }

  private FaultyJournal() {}

  /** An empty one, which does not fail yet. */
  public static FaultyJournal create() {
    FaultyJournal journal = new FaultyJournal();
    OPEN.put(journal.name, journal);
    return journal;
  }

  static FaultyJournal named(String name) {
    return Optional.ofNullable(OPEN.get(name))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the faulty journal '"
                        + name
                        + "' is closed, or of another JVM: configure the actor system by config()"
                        + " and close the journal after it"));
  }

  /** Makes it the default journal of an actor system; without a snapshot store. */
  public Config config() {
    return ConfigFactory.parseString(
        """
        pekko.persistence.journal.plugin = "%s"
        %s {
          class = "%s"
          name = "%s"
          write-response-global-order = off
          replay-filter.mode = off
          circuit-breaker { max-failures = 1000000000, call-timeout = 24 h, reset-timeout = 1 s }
        }
        """
            .formatted(PLUGIN, PLUGIN, FaultyJournalPlugin.class.getName(), name));
  }

  /** Faults of the writes and deletions of one persistence id. */
  public JournalFaults of(String persistenceId) {
    return new JournalFaults(this, persistenceId);
  }

  /** Faults of all writes and deletions. */
  public JournalFaults all() {
    return new JournalFaults(this, Plans.ALL);
  }

  /** Writes and deletions that hang. */
  public synchronized int hung() {
    return hung.size();
  }

  /** The events that a replay would find. */
  public synchronized long stored(String persistenceId) {
    return tape(persistenceId).count();
  }

  /**
   * What is not synced is lost, of all persistence ids: what hangs, and what was stored by a write
   * whose sync failed. Events are back if their deletion was not synced. For between the end of an
   * actor, or of its actor system, and its next start.
   */
  public synchronized void powerFailure() {
    tapes.values().forEach(Tape::loseUnsynced);
    List<Hung> lost = List.copyOf(hung);
    hung.clear();
    lost.forEach(one -> one.lost().accept(new IOException("lost by a power failure")));
  }

  /**
   * A bit of this event flips: the next replay fails when it comes there.
   *
   * @throws IllegalArgumentException if there is no such event
   */
  public synchronized void corrupt(String persistenceId, long sequenceNr) {
    tape(persistenceId).damage(sequenceNr);
  }

  /** Forgets it all; call this once the actor systems that use it have ended. */
  @Override
  public void close() {
    OPEN.remove(name);
  }

  synchronized void plan(String scope, Fault fault) {
    writeFaults.add(scope, fault);
  }

  synchronized void plan(String scope, DeletionFault fault) {
    deletionFaults.add(scope, fault);
  }

  synchronized void hang(String scope) {
    hanging.add(scope);
  }

  synchronized void release(String scope) {
    hanging.removeIf(one -> scope.equals(Plans.ALL) || scope.equals(one));
    List<Hung> released = hung.stream().filter(one -> one.isIn(scope)).toList();
    hung.removeAll(released);
    released.forEach(one -> one.sync().run());
  }

  synchronized Future<Iterable<Optional<Exception>>> write(
      String id, int writes, List<StoredEvent> events) {
    Optional<Fault> fault = writeFaults.next(id);
    if (fault.isPresent()) {
      return fail(fault.get(), id, writes, events);
    }
    Tape tape = tape(id);
    tape.append(events);
    return synced(id, () -> tape.sync(events), Futures.successful(accepted(writes)));
  }

  private Future<Iterable<Optional<Exception>>> fail(
      Fault fault, String id, int writes, List<StoredEvent> events) {
    return switch (fault) {
      case NOTHING_IS_STORED -> Futures.failed(new IOException("the write of " + id + " failed"));
      case SYNC_FAILS -> {
        tape(id).append(events);
        yield Futures.failed(new IOException("the sync of " + id + " failed"));
      }
      case REJECTED ->
          Futures.successful(
              Collections.nCopies(
                  writes, Optional.of(new IOException("the write of " + id + " is rejected"))));
    };
  }

  private static Iterable<Optional<Exception>> accepted(int writes) {
    return Collections.nCopies(writes, Optional.empty());
  }

  synchronized Future<Void> delete(String id, long to) {
    Tape tape = tape(id);
    Optional<DeletionFault> fault = deletionFaults.next(id);
    if (fault.isPresent()) {
      if (fault.get() == DeletionFault.SYNC_FAILS) {
        tape.delete(to);
      }
      return Futures.failed(
          new IOException("the deletion of events of %s through %d failed".formatted(id, to)));
    }
    tape.delete(to);
    return synced(id, () -> tape.syncDeletion(to), Futures.successful(null));
  }

  private <T> Future<T> synced(String id, Runnable sync, Future<T> answer) {
    if (!hanging.contains(id) && !hanging.contains(Plans.ALL)) {
      sync.run();
      return answer;
    }
    Promise<T> promise = Futures.promise();
    Runnable later =
        () -> {
          sync.run();
          promise.completeWith(answer);
        };
    hung.add(new Hung(id, later, promise::failure));
    return promise.future();
  }

  synchronized List<StoredEvent> read(String id, long from, long to, long max)
      throws Tape.DamagedException {
    return tape(id).read(from, to, max);
  }

  synchronized long highest(String id) {
    return tape(id).highest();
  }

  private Tape tape(String id) {
    return tapes.computeIfAbsent(id, unused -> new Tape());
  }
}
