package dev.synod.persistence.contract;

import static dev.synod.persistence.contract.SnapshotSubject.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.junit.jupiter.api.Test;

/** Which snapshot a recovery is given: the newest of those that its criteria admit. */
interface SnapshotSelectionCases extends SnapshotSubject {
  @Test
  default void anActorThatNeverSavedHasNoSnapshot() {
    store().five(Author.fresh().id());

    assertThat(store().load(Author.fresh().id())).isEmpty();
  }

  @Test
  default void theNewestIsLoadedWithTheMetadataThatItWasSavedUnder() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);

    assertThat(store().load(id)).contains(SelectedSnapshot.create(saved.get(4), 15L));
  }

  @Test
  default void theNewestHasTheHighestNumberAndWasNotNecessarilySavedLast() {
    String id = Author.fresh().id();
    store().save(id, 9, "nine");
    store().save(id, 10, "ten");
    store().save(id, 2, "two");

    assertThat(store().content(id, SnapshotSelectionCriteria.latest())).contains("ten");
  }

  @Test
  default void anUpperBoundMayStandInTheCriteriaOrBesideThem() {
    String id = Author.fresh().id();
    SelectedSnapshot third = SelectedSnapshot.create(store().five(id).get(2), 13L);
    SnapshotSelectionCriteria latest = SnapshotSelectionCriteria.latest();

    assertThat(store().load(id, upTo(13))).contains(third);
    assertThat(store().load(id, latest, 13)).contains(third);
    assertThat(store().load(id, upTo(7))).isEmpty();
    assertThat(store().load(id, latest, 7)).isEmpty();
  }

  @Test
  default void criteriaMayBoundTheTime() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);
    long third = saved.get(2).timestamp();

    assertThat(store().content(id, upTo(Long.MAX_VALUE, third))).contains(13L);
    assertThat(store().content(id, upTo(Long.MAX_VALUE, third - 1))).contains(12L);
    assertThat(store().content(id, upTo(13, third))).contains(13L);
    assertThat(store().content(id, upTo(Long.MAX_VALUE, 100))).isEmpty();
  }

  @Test
  default void criteriaThatAdmitNothingFindNothing() {
    String id = Author.fresh().id();
    store().five(id);

    assertThat(store().load(id, SnapshotSelectionCriteria.none())).isEmpty();
  }

  /** All four bounds against what a list of the snapshots would give. */
  @Test
  default void everyBoundAdmitsWhatItSays() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);
    long[] times = saved.stream().mapToLong(SnapshotMetadata::timestamp).toArray();

    for (long maxNumber : new long[] {10, 11, 13, 15, Long.MAX_VALUE}) {
      for (long minNumber : new long[] {0, 12, 14, 16}) {
        for (long maxTime : new long[] {times[0] - 1, times[2], times[3], Long.MAX_VALUE}) {
          for (long minTime : new long[] {0, times[1], times[3] + 1, times[4] + 1}) {
            SnapshotSelectionCriteria criteria =
                SnapshotSelectionCriteria.create(maxNumber, maxTime, minNumber, minTime);
            Optional<SelectedSnapshot> expected =
                saved.stream()
                    .filter(each -> each.sequenceNr() <= maxNumber)
                    .filter(each -> each.sequenceNr() >= minNumber)
                    .filter(each -> each.timestamp() <= maxTime)
                    .filter(each -> each.timestamp() >= minTime)
                    .reduce((older, newer) -> newer)
                    .map(each -> SelectedSnapshot.create(each, each.sequenceNr()));

            assertThat(store().load(id, criteria)).as("%s", criteria).isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  default void noActorGetsTheSnapshotOfOneWithASimilarId() {
    String id = Author.fresh().id();
    List<String> ids =
        Stream.of("", "-", "-1", "-1-1", "-10", "/1", "|1", " ", "%2D1", "X", "x", "\u20ac")
            .map(end -> id + end)
            .toList();
    for (String each : ids) {
      store().save(each, 1, each);
    }

    for (String each : ids) {
      assertThat(store().content(each, SnapshotSelectionCriteria.latest())).contains(each);
    }
  }
}
