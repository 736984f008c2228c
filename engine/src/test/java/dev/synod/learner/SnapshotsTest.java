package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What members tell each other of their snapshots, and what may go by that (rule G1). */
class SnapshotsTest {
  private final Driver<LearnerState, LearnerMessage, LearnerNotice> learner = Scene.follower();

  @Test
  void theOthersHearOfASnapshotThatIsSafe() {
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0));

    assertThat(learner.said(Snapshotted.class))
        .containsExactly(Scene.snapshot(N1, 5), Scene.snapshot(N1, 5));
    assertThat(learner.receivers(Snapshotted.class)).containsExactly(N2, N3);
  }

  /** A member that has said nothing may need everything. */
  @Test
  void onlyWhatAllSnapshotsCoverIsNotNeeded() {
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0));
    assertThat(learner.said(Release.class))
        .containsExactly(new Release(5, 50, 0, Scene.TAIL_BYTES, Cast.FOUNDING, true));

    learner.hear(N2, Scene.snapshot(N2, 3));
    assertThat(learner.said(Release.class)).isEmpty();

    learner.hear(N3, Scene.snapshot(N3, 4));
    assertThat(learner.said(Release.class))
        .containsExactly(new Release(5, 50, 3, Scene.TAIL_BYTES, Cast.FOUNDING, true));

    learner.hear(N2, Scene.snapshot(N2, 9));
    assertThat(learner.said(Release.class))
        .containsExactly(new Release(5, 50, 4, Scene.TAIL_BYTES, Cast.FOUNDING, true));
  }

  /** Else whoever borrows a large one would find the log behind it gone, and borrow for ever. */
  @Test
  void theTailIsNotShorterThanTwiceTheState() {
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, Scene.TAIL_BYTES));

    assertThat(learner.said(Release.class))
        .containsExactly(new Release(5, 50, 0, 2 * Scene.TAIL_BYTES, Cast.FOUNDING, true));
  }

  /** Rule G1: others may be ahead of the own snapshot. */
  @Test
  void neverMoreThanTheOwnSnapshotCovers() {
    learner.hear(N2, Scene.snapshot(N2, 9)).hear(N3, Scene.snapshot(N3, 9));
    assertThat(learner.said(Release.class)).isEmpty();

    learner.told(new SnapshotSaved(2, 20, Cast.FOUNDING, 0));

    assertThat(learner.said(Release.class))
        .containsExactly(new Release(2, 20, 2, Scene.TAIL_BYTES, Cast.FOUNDING, true));
  }

  /** Old messages come late. */
  @Test
  void aSnapshotIsNeverTakenBack() {
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0)).hear(N2, Scene.snapshot(N2, 5));
    learner.hear(N3, Scene.snapshot(N3, 5));
    assertThat(learner.said(Release.class))
        .containsExactly(new Release(5, 50, 5, Scene.TAIL_BYTES, Cast.FOUNDING, true));

    learner.hear(N2, Scene.snapshot(N2, 1)).hear(N3, Scene.snapshot(N3, 5));
    learner.told(new SnapshotSaved(4, 40, Cast.FOUNDING, 0));

    assertThat(learner.said()).isEmpty();
  }

  @Test
  void itIsToldAgainForThoseThatWereNotThere() {
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0)).after(999);
    assertThat(learner.said(Snapshotted.class)).isEmpty();

    learner.after(1);

    assertThat(learner.receivers(Snapshotted.class)).containsExactly(N2, N3);
  }

  /** Nobody may be left who can tell the journal what it lacks: it must hear so again. */
  @Test
  void aJournalBehindWhatIsNeededIsToldAgain() {
    learner.hear(N2, Scene.snapshot(N2, 5)).hear(N3, Scene.snapshot(N3, 5));
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0)).told(Scene.held(4));

    learner.after(1000);
    assertThat(learner.said(Release.class))
        .containsExactly(new Release(5, 50, 5, Scene.TAIL_BYTES, Cast.FOUNDING, true));

    learner.told(Scene.held(5)).after(1000);
    assertThat(learner.said(Release.class)).isEmpty();
  }

  /** A replica that begins with a snapshot is given what follows it. */
  @Test
  void aLearnerBeginsBehindTheSnapshotThatTheReplicaBeginsWith() {
    LearnerSettings settings =
        new LearnerSettings(
            Duration.ofMillis(100), Duration.ZERO, Scene.AHEAD, 3, Scene.TAIL, Scene.TAIL_BYTES);
    Driver<LearnerState, LearnerMessage, LearnerNotice> restored =
        new Driver<>(
            LearnerState.initial(
                N1, Cast.members(3), settings, new SnapshotSaved(5, 50, Cast.FOUNDING, 0)));

    restored.told(Scene.voted(Scene.LEADERS, 5, 6)).hear(N2, Scene.chosen(Scene.LEADERS, 6));

    assertThat(restored.said(Deliver.class)).containsExactly(Scene.deliver(6, 6));
  }
}
