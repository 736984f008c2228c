package dev.synod.persistence.contract;

import static dev.synod.persistence.contract.SnapshotSubject.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.junit.jupiter.api.Test;

/** What outlives the actor system. */
interface SnapshotRestartCases extends SnapshotSubject {
  @Test
  default void whatWasSavedIsThereAfterARestartWithItsMetadata() {
    String id = Author.fresh().id();
    List<SnapshotMetadata> saved = store().five(id);
    String big = "0123456789abcdef".repeat(1 << 18);
    String other = Author.fresh().id();
    store().save(other, 1, big);

    restart();

    for (SnapshotMetadata each : saved) {
      assertThat(store().load(id, upTo(each.sequenceNr())))
          .contains(SelectedSnapshot.create(each, each.sequenceNr()));
    }
    assertThat(store().content(other, SnapshotSelectionCriteria.latest()).equals(Optional.of(big)))
        .as("4 MiB come back as they were")
        .isTrue();
  }

  @Test
  default void whatWasDeletedOrReplacedStaysSoAfterARestart() {
    String id = Author.fresh().id();
    store().five(id);
    store().delete(new SnapshotMetadata(id, 15, 0));
    store().delete(id, upTo(12));
    SnapshotMetadata replaced = store().save(id, 14, "new");

    restart();

    assertThat(store().load(id)).contains(SelectedSnapshot.create(replaced, "new"));
    assertThat(store().content(id, upTo(13))).contains(13L);
    assertThat(store().load(id, upTo(12))).isEmpty();
  }
}
