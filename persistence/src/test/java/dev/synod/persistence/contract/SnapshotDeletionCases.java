package dev.synod.persistence.contract;

import static dev.synod.persistence.contract.SnapshotSubject.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.junit.jupiter.api.Test;

/** What is deleted is never loaded again, and nothing else is deleted. */
interface SnapshotDeletionCases extends SnapshotSubject {
  @Test
  default void oneSnapshotIsDeletedByItsNumberWhateverItsTime() {
    String id = Author.fresh().id();
    store().five(id);

    store().delete(new SnapshotMetadata(id, 13, 0));

    requireLeft(id, 11, 12, 14, 15);
  }

  @Test
  default void oneSnapshotIsDeletedByItsNumberAndTime() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);

    store().delete(saved.get(4));

    requireLeft(id, 11, 12, 13, 14);
  }

  /** Such a request means a snapshot that has been overwritten since. */
  @Test
  default void aSnapshotOfAnotherTimeIsNotDeleted() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);

    store().delete(new SnapshotMetadata(id, 15, saved.get(4).timestamp() - 1));

    requireLeft(id, 11, 12, 13, 14, 15);
  }

  @Test
  default void allUpToANumberAreDeleted() {
    String id = Author.fresh().id();
    store().five(id);

    store().delete(id, upTo(13));

    requireLeft(id, 14, 15);
  }

  @Test
  default void allUpToATimeAreDeleted() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);

    store().delete(id, upTo(Long.MAX_VALUE, saved.get(1).timestamp()));

    requireLeft(id, 13, 14, 15);
  }

  @Test
  default void onlyWhatIsWithinBothBoundsIsDeleted() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);

    store().delete(id, upTo(14, saved.get(3).timestamp() - 1));

    requireLeft(id, 14, 15);
  }

  /** Typed actors delete old snapshots so: between two numbers. */
  @Test
  default void lowerBoundsKeepWhatIsBelowThem() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);

    store().delete(id, SnapshotSelectionCriteria.create(13, Long.MAX_VALUE, 12, 0));
    requireLeft(id, 11, 14, 15);
    store()
        .delete(
            id,
            SnapshotSelectionCriteria.create(
                Long.MAX_VALUE, Long.MAX_VALUE, 0, saved.get(4).timestamp()));

    requireLeft(id, 11, 14);
  }

  @Test
  default void allMayBeDeletedAndNewOnesSaved() {
    String id = Author.fresh().id();
    store().five(id);

    store().delete(id, SnapshotSelectionCriteria.latest());
    assertThat(store().load(id)).isEmpty();
    store().save(id, 12, 12L);

    requireLeft(id, 12);
  }

  @Test
  default void whatIsNotThereMayBeDeletedAndNothingElseIs() {
    String id = Author.fresh().id();
    store().five(id);

    store().delete(new SnapshotMetadata(id, 10, 0));
    store().delete(new SnapshotMetadata(Author.fresh().id(), 13, 0));
    store().delete(Author.fresh().id(), SnapshotSelectionCriteria.latest());
    store().delete(id, SnapshotSelectionCriteria.none());

    requireLeft(id, 11, 12, 13, 14, 15);
  }

  @Test
  default void aDeletionLeavesAllOtherActorsAlone() {
    String id = Author.fresh().id();
    store().five(id);
    store().five(id + "-1");

    store().delete(id, SnapshotSelectionCriteria.latest());
    store().delete(new SnapshotMetadata(id + "-1", 15, 0));

    assertThat(store().load(id)).isEmpty();
    requireLeft(id + "-1", 11, 12, 13, 14);
  }

  /** Of the five; each is asked for by its own number. */
  private void requireLeft(String id, long... numbers) {
    for (long number = 11; number <= 15; number++) {
      long asked = number;
      boolean left = Arrays.stream(numbers).anyMatch(each -> each == asked);
      assertThat(
              store()
                  .content(id, SnapshotSelectionCriteria.create(number, Long.MAX_VALUE, number, 0)))
          .as("snapshot %d of %s", number, id)
          .isEqualTo(left ? Optional.of(number) : Optional.empty());
    }
  }
}
