package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which events a replay brings, in which order, and what it says of the end. */
interface ReplayCases extends JournalSubject {
  @Test
  default void everyEventIsReplayedAsItWasWrittenAndInOrder() {
    Author author = Author.fresh();
    journal().store(author.all(1, "a", "b"), author.one(3, "c"));
    journal().store(author.all(4, "d", "e"));

    Replayed replayed = journal().replay(author);

    assertThat(replayed.payloads()).containsExactly("a", "b", "c", "d", "e");
    assertThat(replayed.sequenceNrs()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(replayed.highest()).isEqualTo(5);
    assertThat(replayed.events())
        .allSatisfy(
            event -> {
              assertThat(event.persistenceId()).isEqualTo(author.id());
              assertThat(event.writerUuid()).isEqualTo(author.writer());
              assertThat(event.manifest()).isEmpty();
              assertThat(event.deleted()).isFalse();
            });
  }

  @Test
  default void aReplayMayBeginLaterEndEarlierOrBeLimitedAndNamesTheSameHighest() {
    Author author = journal().fiveEvents();
    long all = Long.MAX_VALUE;

    assertThat(journal().replay(author, 3, all, all).sequenceNrs()).containsExactly(3L, 4L, 5L);
    assertThat(journal().replay(author, 1, 3, all).sequenceNrs()).containsExactly(1L, 2L, 3L);
    assertThat(journal().replay(author, 1, all, 3).sequenceNrs()).containsExactly(1L, 2L, 3L);
    assertThat(journal().replay(author, 2, 4, all).sequenceNrs()).containsExactly(2L, 3L, 4L);
    assertThat(journal().replay(author, 2, 5, 2).sequenceNrs()).containsExactly(2L, 3L);
    assertThat(journal().replay(author, 2, 2, all).sequenceNrs()).containsExactly(2L);
    assertThat(journal().replay(author, 3, 2, all).sequenceNrs()).isEmpty();
    assertThat(journal().replay(author, 2, 4, 0).sequenceNrs()).isEmpty();
    assertThat(journal().replay(author, 6, all, all)).isEqualTo(new Replayed(List.of(), 5));
  }

  @Test
  default void everyWindowIsCutWhereItsBoundsSay() {
    everyWindowIsCut(journal(), journal().fiveEvents(), 0);
  }

  @Test
  default void anActorThatNeverWroteHasNoEventsAndNoHighest() {
    Author silent = Author.fresh();

    assertThat(journal().replay(silent)).isEqualTo(new Replayed(List.of(), 0));
    assertThat(journal().replay(silent, 0, Long.MAX_VALUE, Long.MAX_VALUE))
        .isEqualTo(new Replayed(List.of(), 0));
  }

  /** An id may begin with another one, or end in what looks like a sequence number. */
  @Test
  default void noActorGetsTheEventsOfOneWithASimilarId() {
    String id = Author.fresh().id();
    List<Author> authors =
        Stream.of(
                "",
                "-",
                "-1",
                "-1-1",
                "-10",
                "/1",
                "|1",
                " ",
                "%2D1",
                "é",
                "\u20ac",
                "x".repeat(300))
            .map(end -> Author.named(id + end))
            .toList();

    for (long number = 1; number <= 2; number++) {
      for (Author author : authors) {
        journal().store(author.one(number, author.id() + "#" + number));
      }
    }

    for (Author author : authors) {
      Replayed replayed = journal().replay(author);
      assertThat(replayed.payloads()).containsExactly(author.id() + "#1", author.id() + "#2");
      assertThat(replayed.highest()).isEqualTo(2);
    }
  }

  @Test
  default void anIdIsNotTakenForTheSameInAnotherCase() {
    Author lower = Author.named(Author.fresh().id() + "-x");
    Author upper = Author.named(lower.id().toUpperCase(Locale.ROOT));

    journal().store(lower.one(1, "lower"));

    assertThat(journal().replay(upper)).isEqualTo(new Replayed(List.of(), 0));
  }

  @Test
  default void aRestartedActorContinuesWhatItsFormerSelfWrote() {
    Author before = journal().fiveEvents();
    Author after = before.restarted();
    journal().store(after.all(6, 6L, 7L));

    Replayed replayed = journal().replay(after);

    assertThat(replayed.payloads()).containsExactly(JournalClient.numbers(1, 7));
    assertThat(replayed.events().get(4).writerUuid()).isEqualTo(before.writer());
    assertThat(replayed.events().get(5).writerUuid()).isEqualTo(after.writer());
  }

  /** Two actors with one id at once; the plugin is set to fail and never to drop any of it. */
  @Test
  default void eventsOfTwoWritersThatAreInterleavedFailTheReplay() {
    Author one = journal().fiveEvents();
    Author other = one.restarted();
    journal().store(other.one(6, 6L));
    journal().store(one.one(7, 7L));

    assertThat(journal().replayFailure(one)).isInstanceOf(IllegalStateException.class);
  }

  /** Compares all replays of five events with what a list would give. */
  static void everyWindowIsCut(JournalClient journal, Author author, long deletedTo) {
    for (long from = 0; from <= 7; from++) {
      for (long to : new long[] {0, 1, 2, 3, 4, 5, 6, Long.MAX_VALUE}) {
        for (long max : new long[] {0, 1, 2, 4, 5, 6, Long.MAX_VALUE}) {
          List<Long> expected =
              LongStream.rangeClosed(Math.max(from, deletedTo + 1), Math.min(to, 5))
                  .limit(max)
                  .boxed()
                  .toList();

          Replayed replayed = journal.replay(author, from, to, max);

          assertThat(replayed.sequenceNrs())
              .as("from %d to %d, at most %d, deleted to %d", from, to, max, deletedTo)
              .isEqualTo(expected);
          assertThat(replayed.highest()).isEqualTo(5);
        }
      }
    }
  }
}
