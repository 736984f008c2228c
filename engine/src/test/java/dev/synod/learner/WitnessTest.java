package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A witness's learner, and those of the others beside it (rule W1). */
class WitnessTest {
  private static final SnapshotSaved NOTHING = new SnapshotSaved(0, 0, Cast.FOUNDING, 0);

  private final Driver<LearnerState, LearnerMessage, LearnerNotice> witness = begin(N1);

  private static Configuration withWitness(long epoch, MemberId id) {
    List<MemberRecord> members =
        Cast.FOUNDING.members().stream()
            .map(member -> member.id().equals(id) ? member.as(MemberKind.WITNESS) : member)
            .toList();
    return Configuration.majority(epoch, Cast.FOUNDING.sessions(), members);
  }

  /** The learner of n1, where this one is the witness. */
  private static Driver<LearnerState, LearnerMessage, LearnerNotice> begin(MemberId id) {
    LearnerSettings settings =
        new LearnerSettings(
            Duration.ofMillis(100), Duration.ZERO, Scene.AHEAD, 3, 2, Scene.TAIL_BYTES);
    return new Driver<>(LearnerState.initial(N1, withWitness(1, id), settings, NOTHING));
  }

  private static CatchUpPage truncated(long from, long through) {
    return new CatchUpPage(from, List.of(), through + 1, through);
  }

  @Test
  void dropsWhatTheSnapshotsOfEnoughOthersCoverButForTheTail() {
    witness.hear(N2, Scene.page(1, 4)).told(Scene.held(9));
    assertThat(witness.hear(N2, Scene.snapshot(N2, 9)).said(Release.class)).isEmpty();

    witness.hear(N3, Scene.snapshot(N3, 5));
    assertThat(witness.said(Release.class))
        .containsExactly(new Release(5, 50, 5, Scene.TAIL_BYTES, Cast.FOUNDING, false));

    witness.hear(N3, Scene.snapshot(N3, 8));
    assertThat(witness.said(Release.class))
        .containsExactly(new Release(8, 80, 8, Scene.TAIL_BYTES, Cast.FOUNDING, false));
  }

  @Test
  void tellsNobodyOfASnapshotSinceItHasNone() {
    witness.hear(N2, Scene.snapshot(N2, 9)).hear(N3, Scene.snapshot(N3, 9));
    assertThat(witness.said(Snapshotted.class)).isEmpty();

    assertThat(witness.after(5000).said(Snapshotted.class)).isEmpty();
  }

  /** After a restart, too: there is no replica that could miss it. */
  @Test
  void itsLogMayBeginWhereNothingWasDelivered() {
    witness.told(Scene.held(9)).after(100);
    assertThat(witness.said(CatchUp.class)).containsExactly(new CatchUp(1));

    witness.hear(N1, truncated(1, 7));
    witness.hear(N1, new CatchUpPage(8, Scene.values(8, 9), 9, 7));

    assertThat(witness.said(Deliver.class)).containsExactly(Scene.deliver(8, 9));
  }

  /** What is gone where it asks it goes without, once enough others have it in snapshots. */
  @Test
  void goesOnBehindWhatIsGoneWhereEnoughHaveSnapshots() {
    witness.hear(N2, truncated(1, 6));
    assertThat(witness.said(Release.class)).isEmpty();

    witness.hear(N2, Scene.snapshot(N2, 6)).hear(N3, Scene.snapshot(N3, 6));

    assertThat(witness.said(Release.class))
        .containsExactly(new Release(6, 60, 6, Scene.TAIL_BYTES, Cast.FOUNDING, false));
    assertThat(witness.hear(N2, Scene.page(7, 8)).said(Deliver.class))
        .containsExactly(Scene.deliver(7, 8));
  }

  /** Removed, it still has no replica. */
  @Test
  void staysOneWhateverTheNextEpochSays() {
    witness.entering(new Entry(Cast.epoch(2), Optional.empty())).told(Scene.held(9));

    witness.hear(N1, truncated(1, 7));

    assertThat(witness.state().window().delivered()).isEqualTo(7);
  }

  /** It will never have a snapshot. */
  @Test
  void theOthersDoNotWaitForIt() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> beside = begin(N3);

    beside.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0)).hear(N2, Scene.snapshot(N2, 5));

    assertThat(beside.said(Release.class))
        .containsExactly(new Release(5, 50, 5, Scene.TAIL_BYTES, Cast.FOUNDING, true));
  }
}
