package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import scala.concurrent.Future;

/** Journals with one fault each, of the kind that a new journal might have. */
final class BrokenJournals {
  private BrokenJournals() {}

  static final class IgnoresTheLimit extends ReferenceJournal {
    IgnoresTheLimit(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
        String id, long from, long to, long max, Consumer<PersistentRepr> replay) {
      return super.doAsyncReplayMessages(id, from, to, Long.MAX_VALUE, replay);
    }
  }

  static final class ReplaysBackwards extends ReferenceJournal {
    ReplaysBackwards(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
        String id, long from, long to, long max, Consumer<PersistentRepr> replay) {
      List<PersistentRepr> events = new ArrayList<>();
      Future<Void> done = super.doAsyncReplayMessages(id, from, to, max, events::add);
      Collections.reverse(events);
      events.forEach(replay);
      return done;
    }
  }

  static final class KeepsWhatIsDeleted extends ReferenceJournal {
    KeepsWhatIsDeleted(Config section) {
      super(section);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String id, long to) {
      return Futures.successful(null);
    }
  }

  /** Hides all below the bound for ever, also what did not exist yet. */
  static final class DeletesWhatIsYetToCome extends ReferenceJournal {
    private final Map<String, Long> hidden = new ConcurrentHashMap<>();

    DeletesWhatIsYetToCome(Config section) {
      super(section);
    }

    @Override
    Optional<Exception> store(List<PersistentRepr> events) {
      Optional<Exception> rejection = super.store(events);
      String id = events.get(0).persistenceId();
      log(id).deleteTo(hidden.getOrDefault(id, 0L));
      return rejection;
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String id, long to) {
      hidden.merge(id, to, Math::max);
      return super.doAsyncDeleteMessagesTo(id, to);
    }
  }

  static final class TakesTheLastEventForTheHighest extends ReferenceJournal {
    TakesTheLastEventForTheHighest(Config section) {
      super(section);
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
      return Futures.successful(log(id).last());
    }
  }

  static final class LosesMetadata extends ReferenceJournal {
    LosesMetadata(Config section) {
      super(section);
    }

    @Override
    Optional<Exception> store(List<PersistentRepr> events) {
      return super.store(
          events.stream()
              .map(
                  event ->
                      Author.named(event.persistenceId())
                          .event(event.sequenceNr(), event.payload()))
              .toList());
    }
  }

  static final class TakesTagsForAPartOfTheEvent extends ReferenceJournal {
    TakesTagsForAPartOfTheEvent(Config section) {
      super(section);
    }

    @Override
    PersistentRepr untagged(PersistentRepr event) {
      return event;
    }
  }

  /** What the bundled LevelDB journal does. */
  static final class StoresHalfOfWhatItRejects extends ReferenceJournal {
    StoresHalfOfWhatItRejects(Config section) {
      super(section);
    }

    @Override
    Optional<Exception> store(List<PersistentRepr> events) {
      Optional<Exception> rejection = Optional.empty();
      for (PersistentRepr event : events) {
        rejection = rejection.isPresent() ? rejection : super.store(List.of(event));
      }
      return rejection;
    }
  }

  /** Fails the whole request for one event that can't be serialized; Pekko's in-memory one does. */
  static final class FailsInsteadOfRejecting extends ReferenceJournal {
    FailsInsteadOfRejecting(Config section) {
      super(section);
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
        Iterable<AtomicWrite> writes) {
      for (AtomicWrite write : writes) {
        Optional<Exception> rejection = store(JournalClient.events(write));
        if (rejection.isPresent()) {
          return Futures.failed(rejection.get());
        }
      }
      return Futures.successful(List.of());
    }
  }

  /** A replay does not see the write that is under way. */
  static final class StoresLate extends ReferenceJournal {
    private Iterable<AtomicWrite> waiting = List.of();

    StoresLate(Config section) {
      super(section);
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
        Iterable<AtomicWrite> writes) {
      Future<Iterable<Optional<Exception>>> stored = super.doAsyncWriteMessages(waiting);
      waiting = writes;
      return stored;
    }
  }

  static final class MixesUpIds extends ReferenceJournal {
    MixesUpIds(Config section) {
      super(section);
    }

    @Override
    Log log(String id) {
      return super.log(id.toLowerCase(Locale.ROOT).replaceFirst("-1$", ""));
    }
  }

  static final class ForgetsAtARestart extends ReferenceJournal {
    private final String life = UUID.randomUUID().toString();

    ForgetsAtARestart(Config section) {
      super(section);
    }

    @Override
    Log log(String id) {
      return super.log(id + life);
    }
  }
}
