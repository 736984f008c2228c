package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageRejected;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesSuccessful$;
import org.apache.pekko.persistence.PersistentRepr;
import org.junit.jupiter.api.Test;

/**
 * What can't be serialized is rejected, and rejected means: nothing of its atomic write is stored.
 */
interface RejectionCases extends JournalSubject {
  /** Of no type that Pekko has a serializer for. */
  record Unwritable() {}

  @Test
  default void anEventThatCanNotBeSerializedIsRejectedInItsPlaceAndTheOthersAreStored() {
    Author author = journal().fiveEvents();

    requireAnswers(
        author.one(6, 6L),
        author.one(7, new Unwritable()),
        author.one(8, 8L),
        author.all(9, 9L, 10L));

    Replayed replayed = journal().replay(author);
    assertThat(replayed.sequenceNrs()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 8L, 9L, 10L);
    assertThat(replayed.highest()).isEqualTo(10);
  }

  @Test
  default void aRejectionNamesItsCause() {
    Author author = Author.fresh();

    journal().send(author.one(1, new Unwritable()));

    assertThat(journal().answer()).isEqualTo(WriteMessagesSuccessful$.MODULE$);
    assertThat(((WriteMessageRejected) journal().answer()).cause())
        .isNotNull()
        .hasMessageContaining(Unwritable.class.getName());
  }

  @Test
  default void anEventWhoseSerializerFailsIsRejectedToo() {
    Author author = Author.fresh();

    requireAnswers(author.one(1, new Note(Note.UNSPEAKABLE, ActorRef.noSender())));

    assertThat(journal().replay(author)).isEqualTo(new Replayed(List.of(), 0));
  }

  @Test
  default void nothingOfAnAtomicWriteIsStoredIfItsFirstEventIsRejected() {
    requireNoneStored(new Unwritable(), "b", "c");
  }

  @Test
  default void nothingOfAnAtomicWriteIsStoredIfAMiddleEventIsRejected() {
    requireNoneStored("a", new Unwritable(), "c");
  }

  @Test
  default void nothingOfAnAtomicWriteIsStoredIfItsLastEventIsRejected() {
    requireNoneStored("a", "b", new Unwritable());
  }

  @Test
  default void atomicWritesAroundARejectedOneAreStoredWhole() {
    Author author = journal().fiveEvents();

    requireAnswers(
        author.all(6, 6L, 7L), author.all(8, 8L, new Unwritable(), 10L), author.all(11, 11L, 12L));

    Replayed replayed = journal().replay(author);
    assertThat(replayed.sequenceNrs()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 11L, 12L);
    assertThat(replayed.highest()).isEqualTo(12);
  }

  /** A typed actor stops at a rejection, recovers, and uses the rejected numbers again. */
  @Test
  default void theNumbersOfRejectedEventsMayBeUsedAgain() {
    Author author = journal().fiveEvents();

    requireAnswers(author.all(6, "a", new Unwritable()));
    journal().store(author.restarted().all(6, 6L, 7L));

    Replayed replayed = journal().replay(author);
    assertThat(replayed.payloads()).containsExactly(JournalClient.numbers(1, 7));
    assertThat(replayed.highest()).isEqualTo(7);
  }

  @Test
  default void aRejectionBringsBackNothingThatWasDeleted() {
    Author author = journal().fiveEvents();
    journal().deleteTo(author, Long.MAX_VALUE);

    requireAnswers(author.all(6, "a", new Unwritable()));

    assertThat(journal().replay(author)).isEqualTo(new Replayed(List.of(), 5));
  }

  private void requireNoneStored(Object... payloads) {
    Author author = journal().fiveEvents();

    requireAnswers(author.all(6, payloads));

    Replayed replayed = journal().replay(author);
    assertThat(replayed.sequenceNrs()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(replayed.highest()).isEqualTo(5);
  }

  /** Sends one request; each event of an atomic write with an unwritable one must be rejected. */
  private void requireAnswers(AtomicWrite... request) {
    journal().send(request);

    assertThat(journal().answer()).isEqualTo(WriteMessagesSuccessful$.MODULE$);
    for (AtomicWrite write : request) {
      List<PersistentRepr> events = JournalClient.events(write);
      boolean stored = events.stream().noneMatch(RejectionCases::unwritable);
      for (PersistentRepr event : events) {
        Object answer = journal().answer();
        if (stored) {
          assertThat(answer).isEqualTo(new WriteMessageSuccess(event, JournalClient.INSTANCE));
        } else {
          assertThat(answer).isInstanceOf(WriteMessageRejected.class);
          WriteMessageRejected rejected = (WriteMessageRejected) answer;
          assertThat(rejected.message()).isEqualTo(event);
          assertThat(rejected.actorInstanceId()).isEqualTo(JournalClient.INSTANCE);
        }
      }
    }
  }

  private static boolean unwritable(PersistentRepr event) {
    return event.payload() instanceof Unwritable
        || (event.payload() instanceof Note note && note.text().equals(Note.UNSPEAKABLE));
  }
}
