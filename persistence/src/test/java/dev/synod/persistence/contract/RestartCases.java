package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.persistence.PersistentRepr;
import org.junit.jupiter.api.Test;
import scala.Option;

/** What outlives the actor system. A journal that only remembers in memory can't keep these. */
interface RestartCases extends JournalSubject {
  @Test
  default void whatWasConfirmedIsThereAfterARestart() {
    Author author = journal().fiveEvents();
    PersistentRepr rich = author.event(6, 6L).withManifest("v2").withMetadata("meta");
    journal().store(Author.atomic(List.of(rich)));
    Replayed before = journal().replay(author);

    restart();

    Replayed after = journal().replay(author);
    assertThat(after).isEqualTo(before);
    assertThat(after.events().get(5).metadata()).isEqualTo(Option.apply("meta"));
    assertThat(after.events())
        .extracting(PersistentRepr::timestamp)
        .isEqualTo(before.events().stream().map(PersistentRepr::timestamp).toList());
  }

  @Test
  default void theHighestSequenceNumberOutlivesDeletionAndRestart() {
    Author all = journal().fiveEvents();
    Author some = journal().fiveEvents();
    journal().deleteTo(all, Long.MAX_VALUE);
    journal().deleteTo(some, 3);

    restart();

    assertThat(journal().replay(all)).isEqualTo(new Replayed(List.of(), 5));
    ReplayCases.everyWindowIsCut(journal(), some, 3);
    journal().store(all.restarted().one(6, 6L));
    assertThat(journal().replay(all).payloads()).containsExactly(6L);
  }

  @Test
  default void anActorMayWriteOnAfterEachOfSeveralRestarts() {
    Author author = Author.fresh();

    for (long number = 1; number <= 3; number++) {
      assertThat(journal().replay(author).highest()).isEqualTo(number - 1);
      journal().store(author.restarted().one(number, number));
      restart();
    }

    assertThat(journal().replay(author).payloads()).containsExactly(1L, 2L, 3L);
  }

  @Test
  default void manyActorsAndBigEventsOutliveARestart() {
    String big = "0123456789abcdef".repeat(1 << 16);
    List<Author> authors = Stream.generate(Author::fresh).limit(20).toList();
    for (Author author : authors) {
      journal().store(author.all(1, author.id(), big), author.one(3, 3L));
    }

    restart();

    for (Author author : authors) {
      assertThat(journal().replay(author).payloads().equals(List.of(author.id(), big, 3L)))
          .as("the events of %s", author.id())
          .isTrue();
    }
  }

  @Test
  default void aRejectedAtomicWriteIsAbsentAfterARestart() {
    Author author = journal().fiveEvents();
    journal().send(author.all(6, "a", new RejectionCases.Unwritable()));
    for (int answers = 0; answers < 3; answers++) {
      journal().answer();
    }

    restart();

    assertThat(journal().replay(author).sequenceNrs()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(journal().replay(author).highest()).isEqualTo(5);
  }
}
