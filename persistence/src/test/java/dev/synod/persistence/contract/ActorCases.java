package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What a persistent actor sees of its journal. */
interface ActorCases extends JournalSubject {
  /** No snapshots are taken and none are looked for. */
  String NO_SNAPSHOTS = "pekko.persistence.no-snapshot-store";

  @Test
  default void anActorRecoversWhatItPersistedInAnotherActorSystem() {
    String id = Author.fresh().id();
    Session first = open(id, 0);
    assertThat(first.recovered()).isEmpty();
    first.write("a");
    first.write("b", "c", "d");
    assertThat(first.write("e")).isEqualTo("a.b.c.d.e.");

    restart();

    Session second = open(id, 0);
    assertThat(second.recovered()).isEqualTo("a.b.c.d.e.");
    assertThat(second.write("f")).isEqualTo("a.b.c.d.e.f.");
  }

  /** The events behind the snapshot are gone: without it the recovery would begin in the middle. */
  @Test
  default void anActorRecoversFromItsSnapshotAndTheEventsAfterIt() {
    String id = Author.fresh().id();
    Session first = open(id, 2);
    assertThat(first.recovered()).isEmpty();
    for (String word : List.of("a", "b", "c", "d")) {
      first.write(word);
    }
    long deletedTo = first.next(Long.class);
    first.write("e");

    restart();

    assertThat(journal().replay(Author.named(id)).sequenceNrs())
        .isNotEmpty()
        .allMatch(number -> number > deletedTo);
    Session second = open(id, 2);
    assertThat(second.recovered()).isEqualTo("a.b.c.d.e.");
    assertThat(second.write("f")).isEqualTo("a.b.c.d.e.f.");
  }

  @Test
  default void anActorThatStopsAndStartsAgainGoesOnWhereItWas() {
    String id = Author.fresh().id();
    for (String word : List.of("a", "b", "c")) {
      Session session = open(id, 0);
      session.recovered();
      session.write(word, word);
      system().kit().stop(session.diary());
    }

    assertThat(open(id, 0).recovered()).isEqualTo("a.a.b.b.c.c.");
  }

  @Test
  default void anActorWhoseEventsAreRejectedRecoversWithoutAnyOfThem() {
    String id = Author.fresh().id();
    Session first = open(id, 0);
    first.recovered();
    first.write("a");

    first.tell("b", new RejectionCases.Unwritable(), "c");
    system().kit().createTestProbe().expectTerminated(first.diary());

    Session second = open(id, 0);
    assertThat(second.recovered()).isEqualTo("a.");
    assertThat(second.write("d")).isEqualTo("a.d.");
  }

  @Test
  default void manyActorsThatPersistAtOnceRecoverEachItsOwn() {
    List<Session> sessions = Stream.generate(() -> open(Author.fresh().id(), 0)).limit(20).toList();
    sessions.forEach(Session::recovered);
    for (int round = 0; round < 10; round++) {
      for (Session session : sessions) {
        session.tell(session.id(), round);
      }
    }
    List<String> states = sessions.stream().map(session -> session.answers(10)).toList();

    restart();

    assertThat(sessions).extracting(session -> open(session.id(), 0).recovered()).isEqualTo(states);
    assertThat(states)
        .doesNotHaveDuplicates()
        .allSatisfy(state -> assertThat(state).hasSizeGreaterThan(40).endsWith(".9."));
  }

  private Session open(String id, int snapshotEvery) {
    TestProbe<Object> events = system().kit().createTestProbe();
    String snapshots = snapshotEvery == 0 ? NO_SNAPSHOTS : snapshotPlugin();
    return new Session(
        id,
        system()
            .kit()
            .spawn(
                Diary.create(
                    id,
                    new Diary.Keeping(journalPlugin(), snapshots, snapshotEvery, events.getRef()))),
        system().kit().createTestProbe(),
        events);
  }

  /** A running diary, and what it says. */
  record Session(
      String id, ActorRef<Diary.Entry> diary, TestProbe<String> replies, TestProbe<Object> events) {
    /** The state at the end of the recovery. */
    String recovered() {
      return next(String.class);
    }

    <T> T next(Class<T> type) {
      return type.cast(events.receiveMessage());
    }

    void tell(Object... words) {
      diary.tell(new Diary.Entry(List.of(words), replies.getRef()));
    }

    String write(Object... words) {
      tell(words);
      return replies.receiveMessage();
    }

    /** The last of so many answers. */
    String answers(int count) {
      return replies.receiveSeveralMessages(count).get(count - 1);
    }
  }
}
