package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is deleted stays away, all else stays, and the highest sequence number never goes down. */
interface DeletionCases extends JournalSubject {
  @Test
  default void deletedEventsAreNotReplayedUpToAndWithTheBound() {
    Author author = journal().fiveEvents();

    journal().deleteTo(author, 3);

    Replayed replayed = journal().replay(author);
    assertThat(replayed.payloads()).containsExactly(4L, 5L);
    assertThat(replayed.highest()).isEqualTo(5);
  }

  @Test
  default void everyWindowIsCutRightBehindEveryDeletion() {
    for (long deletedTo = 0; deletedTo <= 5; deletedTo++) {
      Author author = journal().fiveEvents();

      journal().deleteTo(author, deletedTo);

      ReplayCases.everyWindowIsCut(journal(), author, deletedTo);
    }
  }

  /** A deletion reaches what was written, not what is yet to come. */
  @Test
  default void aDeletionBeyondTheEndTakesAllThatIsThereAndNothingWrittenLater() {
    Author author = journal().fiveEvents();

    journal().deleteTo(author, Long.MAX_VALUE);
    assertThat(journal().replay(author)).isEqualTo(new Replayed(List.of(), 5));
    journal().store(author.all(6, 6L, 7L));

    Replayed replayed = journal().replay(author);
    assertThat(replayed.payloads()).containsExactly(6L, 7L);
    assertThat(replayed.highest()).isEqualTo(7);
  }

  @Test
  default void aDeletionJustBeyondTheEndLeavesTheNextEvent() {
    Author author = journal().fiveEvents();

    journal().deleteTo(author, 6);
    journal().store(author.one(6, 6L));

    assertThat(journal().replay(author).payloads()).containsExactly(6L);
  }

  @Test
  default void aSmallerOrRepeatedDeletionChangesNothing() {
    Author author = journal().fiveEvents();

    journal().deleteTo(author, 4);
    journal().deleteTo(author, 2);
    journal().deleteTo(author, 4);
    journal().deleteTo(author, 0);

    assertThat(journal().replay(author).payloads()).containsExactly(5L);
    assertThat(journal().replay(author).highest()).isEqualTo(5);
  }

  @Test
  default void aDeletionForAnActorThatNeverWroteHidesNothingLater() {
    Author author = Author.fresh();

    journal().deleteTo(author, 3);
    assertThat(journal().replay(author)).isEqualTo(new Replayed(List.of(), 0));
    journal().store(author.all(1, "a", "b"));

    assertThat(journal().replay(author).payloads()).containsExactly("a", "b");
  }

  @Test
  default void aDeletionMayCutThroughAnAtomicWrite() {
    Author author = Author.fresh();
    journal().store(author.all(1, 1L, 2L, 3L, 4L));

    journal().deleteTo(author, 2);

    assertThat(journal().replay(author).payloads()).containsExactly(3L, 4L);
  }

  @Test
  default void aDeletionLeavesAllOtherActorsAlone() {
    Author one = journal().fiveEvents();
    Author other = Author.named(one.id() + "-1");
    journal().store(other.all(1, 1L, 2L));

    journal().deleteTo(one, Long.MAX_VALUE);
    assertThat(journal().replay(other).payloads()).containsExactly(1L, 2L);
    journal().deleteTo(other, 1);

    assertThat(journal().replay(other).payloads()).containsExactly(2L);
    assertThat(journal().replay(one)).isEqualTo(new Replayed(List.of(), 5));
  }
}
