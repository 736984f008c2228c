package dev.synod.persistence.contract;

import static dev.synod.persistence.contract.SnapshotSubject.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.junit.jupiter.api.Test;
import scala.Option;

/** What is confirmed can be loaded as it was; what can't be saved is refused and harms nothing. */
interface SnapshotSavingCases extends SnapshotSubject {
  @Test
  default void theConfirmationNamesTheActorTheNumberAndTheTime() {
    String id = Author.fresh().id();

    SnapshotMetadata saved = store().save(id, 7, "seven");

    assertThat(saved.persistenceId()).isEqualTo(id);
    assertThat(saved.sequenceNr()).isEqualTo(7);
    assertThat(saved.timestamp()).isPositive();
    assertThat(store().load(id).orElseThrow().metadata()).isEqualTo(saved);
  }

  @Test
  default void aSnapshotReplacesTheOneWithTheSameNumber() {
    String id = Author.fresh().id();
    store().save(id, 6, "before");
    store().save(id, 7, "old");

    SnapshotMetadata saved = store().save(id, 7, "new");

    assertThat(store().load(id)).contains(SelectedSnapshot.create(saved, "new"));
    assertThat(store().content(id, upTo(7))).contains("new");
    assertThat(store().content(id, upTo(6))).contains("before");
    store().delete(new SnapshotMetadata(id, 7, 0));
    assertThat(store().content(id, SnapshotSelectionCriteria.latest())).contains("before");
  }

  @Test
  default void everySnapshotKeepsItsTypeAndContent() {
    ActorRef reader = Adapter.toClassic(system().kit().createTestProbe().getRef());
    for (Object snapshot :
        List.of("", "two\nlines \0 \u20ac \ud83d\ude00", 42L, 42, true, new Note("n", reader))) {
      String id = Author.fresh().id();

      store().save(id, 1, snapshot);

      assertThat(store().content(id, SnapshotSelectionCriteria.latest())).contains(snapshot);
    }
  }

  @Test
  default void aSnapshotKeepsItsMetadata() {
    String id = Author.fresh().id();

    store().save(new SnapshotMetadata(id, 1, 0).withMetadata("more of it"), "a");
    Option<Object> with = store().load(id).orElseThrow().metadata().metadata();
    store().save(id, 2, "b");
    Option<Object> without = store().load(id).orElseThrow().metadata().metadata();

    assertThat(with).isEqualTo(Option.apply("more of it"));
    assertThat(without).isEqualTo(Option.empty());
  }

  /** Random bytes, which no compression makes small. */
  @Test
  default void snapshotsOfSeveralMebibytesAreKept() {
    String id = Author.fresh().id();
    byte[] small = bytes(1, 100);
    byte[] big = bytes(2, 5 << 20);
    byte[] bigger = bytes(3, (8 << 20) + 1);

    store().save(id, 1, big);
    store().save(id, 2, small);
    store().save(id, 3, bigger);

    assertThat(loadedBytes(id, 1)).isEqualTo(big);
    assertThat(loadedBytes(id, 2)).isEqualTo(small);
    assertThat(loadedBytes(id, 3)).isEqualTo(bigger);
  }

  @Test
  default void manyActorsMaySaveAtOnce() {
    List<String> ids = Stream.generate(() -> Author.fresh().id()).limit(50).toList();

    ids.forEach(id -> store().send(new SnapshotMetadata(id, 1, 0), id));
    List<String> saved = ids.stream().map(id -> store().saved().persistenceId()).toList();

    assertThat(saved).containsExactlyInAnyOrderElementsOf(ids);
    for (String id : ids) {
      assertThat(store().content(id, SnapshotSelectionCriteria.latest())).contains(id);
    }
  }

  /** Each under a number of its own: Pekko deletes whatever has the number of a failed save. */
  @Test
  default void whatCanNotBeSerializedFailsItsOwnSaveAndNothingElse() {
    String id = Author.fresh().id();
    store().save(id, 1, "good");

    store().fails(id, 2, new RejectionCases.Unwritable());
    assertThat(store().fails(id, 3, new Note(Note.UNSPEAKABLE, ActorRef.noSender())).cause())
        .hasMessageContaining("its serializer fails");

    assertThat(store().content(id, SnapshotSelectionCriteria.latest())).contains("good");
    store().save(id, 4, "good again");
    assertThat(store().content(id, SnapshotSelectionCriteria.latest())).contains("good again");
    assertThat(store().content(id, upTo(3))).isEqualTo(Optional.of("good"));
  }

  private byte[] loadedBytes(String id, long sequenceNr) {
    return (byte[]) store().content(id, upTo(sequenceNr)).orElseThrow();
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
