package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.LoopMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesSuccessful$;
import org.apache.pekko.persistence.NonPersistentRepr;
import org.junit.jupiter.api.Test;

/** What a journal answers to writes, and the order that it keeps. */
interface WritingCases extends JournalSubject {
  @Test
  default void everyEventIsConfirmedInOrderToTheInstanceThatWroteIt() {
    Author author = Author.fresh();
    AtomicWrite several = author.all(1, "a", "b");
    AtomicWrite single = author.one(3, "c");

    journal().send(several, single);

    assertThat(journal().answer()).isEqualTo(WriteMessagesSuccessful$.MODULE$);
    for (Object payload : new Object[] {"a", "b", "c"}) {
      WriteMessageSuccess confirmed = (WriteMessageSuccess) journal().answer();
      assertThat(confirmed.persistent().payload()).isEqualTo(payload);
      assertThat(confirmed.persistent().persistenceId()).isEqualTo(author.id());
      assertThat(confirmed.actorInstanceId()).isEqualTo(JournalClient.INSTANCE);
    }
  }

  @Test
  default void anAtomicWriteMayHoldManyEvents() {
    Author author = Author.fresh();

    journal().store(author.all(1, JournalClient.numbers(1, 2000)));

    Replayed replayed = journal().replay(author);
    assertThat(replayed.payloads()).containsExactly(JournalClient.numbers(1, 2000));
    assertThat(replayed.highest()).isEqualTo(2000);
  }

  @Test
  default void aRequestMayHoldManyAtomicWrites() {
    Author author = Author.fresh();
    AtomicWrite[] request = new AtomicWrite[100];
    for (int write = 0; write < request.length; write++) {
      request[write] =
          author.all(3L * write + 1, JournalClient.numbers(3L * write + 1, 3L * write + 3));
    }

    journal().store(request);

    assertThat(journal().replay(author).payloads()).containsExactly(JournalClient.numbers(1, 300));
  }

  /**
   * Only of the events is the order promised: answers to several requests of one actor, which no
   * actor has under way at once, may overtake each other.
   */
  @Test
  default void requestsThatNobodyWaitedForAreStoredInTheirOrder() {
    Author author = Author.fresh();
    List<Object> expected = new ArrayList<>();
    for (long number = 1; number <= 100; number++) {
      expected.add(WriteMessagesSuccessful$.MODULE$);
      expected.add(new WriteMessageSuccess(author.event(number, number), JournalClient.INSTANCE));
    }

    for (long number = 1; number <= 100; number++) {
      journal().send(author.one(number, number));
    }

    List<Object> answers = Stream.generate(journal()::answer).limit(expected.size()).toList();
    assertThat(answers).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(journal().replay(author).payloads()).containsExactly(JournalClient.numbers(1, 100));
  }

  /** An actor that restarts while its writes are under way would else use their numbers again. */
  @Test
  default void aReplayAskedForBehindUnconfirmedWritesSeesThem() {
    for (int round = 0; round < 20; round++) {
      Author author = Author.fresh();
      for (long number = 1; number <= 10; number++) {
        journal().send(author.one(number, number));
      }

      Replayed replayed = another().replay(author);

      assertThat(replayed.highest()).isEqualTo(10);
      assertThat(replayed.payloads()).containsExactly(JournalClient.numbers(1, 10));
    }
  }

  @Test
  default void manyActorsThatWriteAtOnceKeepEachItsOwnOrder() {
    Map<Author, JournalClient> clients = new LinkedHashMap<>();
    for (int author = 0; author < 40; author++) {
      clients.put(Author.fresh(), another());
    }

    for (long number = 1; number <= 50; number += 2) {
      for (Map.Entry<Author, JournalClient> each : clients.entrySet()) {
        each.getValue().send(each.getKey().all(number, number, number + 1));
      }
      for (Map.Entry<Author, JournalClient> each : clients.entrySet()) {
        each.getValue().confirmed(each.getKey().all(number, number, number + 1));
      }
    }

    clients.forEach(
        (author, client) -> {
          assertThat(client.replay(author).payloads())
              .containsExactly(JournalClient.numbers(1, 50));
        });
  }

  /** What an actor defers takes its turn among the events; a journal never sees it. */
  @Test
  default void whatIsDeferredIsAnsweredInItsPlaceAndNotStored() {
    Author author = Author.fresh();
    AtomicWrite first = author.one(1, "a");
    AtomicWrite second = author.one(2, "b");

    journal().send(first, new NonPersistentRepr("deferred", ActorRef.noSender()), second);

    assertThat(journal().answer()).isEqualTo(WriteMessagesSuccessful$.MODULE$);
    assertThat(journal().answer())
        .isEqualTo(new WriteMessageSuccess(author.event(1, "a"), JournalClient.INSTANCE));
    assertThat(journal().answer())
        .isEqualTo(new LoopMessageSuccess("deferred", JournalClient.INSTANCE));
    assertThat(journal().answer())
        .isEqualTo(new WriteMessageSuccess(author.event(2, "b"), JournalClient.INSTANCE));
    assertThat(journal().replay(author).payloads()).containsExactly("a", "b");
  }
}
