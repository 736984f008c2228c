package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;

/**
 * The simplest journal that keeps the whole contract: bytes in memory, which outlive the actor
 * system by lying under the name of a directory.
 */
class ReferenceJournal extends AsyncWriteJournal {
  static final String ID = "synod.contract.journal";

  private static final Map<String, Map<String, Log>> MEMORIES = new ConcurrentHashMap<>();

  private final Map<String, Log> logs;
  private final Serialization serialization;

  /** Pekko calls this with the plugin's section. */
  ReferenceJournal(Config section) {
    this.logs =
        MEMORIES.computeIfAbsent(section.getString("memory"), name -> new ConcurrentHashMap<>());
    this.serialization = SerializationExtension.get(context().system());
  }

  /** Binds the id to this journal, or to a broken one that is made of it. */
  static Config settings(Class<? extends ReferenceJournal> journal, Path dir) {
    return ConfigFactory.parseString(
        """
        %s {
          class = "%s"
          memory = %s
          plugin-dispatcher = pekko.actor.default-dispatcher
          replay-filter.mode = fail
        }
        """
            .formatted(ID, journal.getName(), ConfigUtil.quoteString(dir.toString())));
  }

  /** Frees what all journals of this kind have remembered. */
  static void forget() {
    MEMORIES.clear();
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    List<Optional<Exception>> answers = new ArrayList<>();
    for (AtomicWrite write : writes) {
      answers.add(store(JournalClient.events(write)));
    }
    return Futures.successful(answers);
  }

  /**
   * Serializes all before it stores any; what can't be serialized is the reason for a rejection.
   */
  Optional<Exception> store(List<PersistentRepr> events) {
    NavigableMap<Long, byte[]> bytes = new TreeMap<>();
    for (PersistentRepr event : events) {
      PersistentRepr timed = untagged(event).withTimestamp(System.currentTimeMillis());
      try {
        bytes.put(event.sequenceNr(), serialization.serialize(timed).get());
      } catch (Exception unwritable) {
        return Optional.of(unwritable);
      }
    }
    log(events.get(0).persistenceId()).append(bytes);
    return Optional.empty();
  }

  PersistentRepr untagged(PersistentRepr event) {
    return event.payload() instanceof Tagged tagged ? event.withPayload(tagged.payload()) : event;
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String id, long from, long to, long max, Consumer<PersistentRepr> replay) {
    log(id).window(from, to).stream()
        .limit(max)
        .map(bytes -> serialization.deserialize(bytes, PersistentRepr.class).get())
        .forEach(replay);
    return Futures.successful(null);
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
    return Futures.successful(log(id).highest());
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String id, long to) {
    log(id).deleteTo(to);
    return Futures.successful(null);
  }

  Log log(String id) {
    return logs.computeIfAbsent(id, name -> new Log());
  }

  /** One actor's events; replays read it on other threads than writes. */
  static final class Log {
    private final NavigableMap<Long, byte[]> events = new TreeMap<>();
    private long highest;

    synchronized void append(NavigableMap<Long, byte[]> bytes) {
      events.putAll(bytes);
      highest = Math.max(highest, bytes.lastKey());
    }

    synchronized List<byte[]> window(long from, long to) {
      return from > to ? List.of() : List.copyOf(events.subMap(from, true, to, true).values());
    }

    synchronized void deleteTo(long to) {
      events.headMap(to, true).clear();
    }

    synchronized long highest() {
      return highest;
    }

    synchronized long last() {
      return events.isEmpty() ? 0 : events.lastKey();
    }
  }
}
