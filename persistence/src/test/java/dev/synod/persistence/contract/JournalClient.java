package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol.DeleteMessagesTo;
import org.apache.pekko.persistence.JournalProtocol.RecoverySuccess;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessages;
import org.apache.pekko.persistence.JournalProtocol.ReplayMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol.ReplayedMessage;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesSuccessful$;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import scala.jdk.javaapi.CollectionConverters;

/** Speaks to a journal as persistent actors do, and hears what they would hear. */
final class JournalClient {
  /** Which incarnation of an actor asks; a journal gives it back with each event. */
  static final int INSTANCE = 4711;

  private final ActorRef journal;
  private final TestProbe<Object> writes;
  private final TestProbe<Object> replays;

  JournalClient(ActorTestKit kit, ActorRef journal) {
    this.journal = journal;
    this.writes = kit.createTestProbe();
    this.replays = kit.createTestProbe();
  }

  /** Sends one request with all of these and waits for nothing. */
  void send(PersistentEnvelope... envelopes) {
    journal.tell(
        new WriteMessages(
            CollectionConverters.asScala(List.of(envelopes)).toList(), ref(writes), INSTANCE),
        ref(writes));
  }

  /** The next answer to what was sent. */
  Object answer() {
    return writes.receiveMessage();
  }

  /** Requires the answers to one request of which everything was stored. */
  void confirmed(AtomicWrite... request) {
    assertThat(answer()).isEqualTo(WriteMessagesSuccessful$.MODULE$);
    for (AtomicWrite write : request) {
      for (PersistentRepr event : events(write)) {
        assertThat(answer()).isEqualTo(new WriteMessageSuccess(event, INSTANCE));
      }
    }
  }

  /** Sends one request and requires all of it to be stored. */
  void store(AtomicWrite... request) {
    send(request);
    confirmed(request);
  }

  /** Stores the events 1 to 5, whose payloads are their numbers, in writes of two, one and two. */
  Author fiveEvents() {
    Author author = Author.fresh();
    store(author.all(1, 1L, 2L), author.one(3, 3L), author.all(4, 4L, 5L));
    return author;
  }

  Replayed replay(Author author) {
    return replay(author, 1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  Replayed replay(Author author, long from, long to, long max) {
    List<PersistentRepr> events = new ArrayList<>();
    Object last = replayInto(events, author, from, to, max);
    assertThat(last).isInstanceOf(RecoverySuccess.class);
    return new Replayed(List.copyOf(events), ((RecoverySuccess) last).highestSequenceNr());
  }

  /** Why a replay of all failed; it must. */
  Throwable replayFailure(Author author) {
    Object last = replayInto(new ArrayList<>(), author, 1, Long.MAX_VALUE, Long.MAX_VALUE);
    assertThat(last).isInstanceOf(ReplayMessagesFailure.class);
    return ((ReplayMessagesFailure) last).cause();
  }

  /** Returns what ended the replay. */
  private Object replayInto(
      List<PersistentRepr> events, Author author, long from, long to, long max) {
    journal.tell(new ReplayMessages(from, to, max, author.id(), ref(replays)), ref(replays));
    Object next = replays.receiveMessage();
    while (next instanceof ReplayedMessage replayed) {
      events.add(replayed.persistent());
      next = replays.receiveMessage();
    }
    return next;
  }

  /** Deletes up to and with this sequence number, and requires that to succeed. */
  void deleteTo(Author author, long sequenceNr) {
    journal.tell(new DeleteMessagesTo(author.id(), sequenceNr, ref(writes)), ref(writes));
    assertThat(answer()).isEqualTo(new DeleteMessagesSuccess(sequenceNr));
  }

  static List<PersistentRepr> events(AtomicWrite write) {
    return CollectionConverters.asJava(write.payload());
  }

  static Object[] numbers(long first, long last) {
    return Stream.iterate(first, number -> number <= last, number -> number + 1).toArray();
  }

  private static ActorRef ref(TestProbe<Object> probe) {
    return Adapter.toClassic(probe.getRef());
  }
}
