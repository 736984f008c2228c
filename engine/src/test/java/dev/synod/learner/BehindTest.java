package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.LEADERS;
import static dev.synod.learner.Scene.chosen;
import static dev.synod.learner.Scene.deliver;
import static dev.synod.learner.Scene.held;
import static dev.synod.learner.Scene.page;
import static dev.synod.learner.Scene.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorNotice.Release;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LearnerNotice.Truncated;
import dev.synod.protocol.ReplicaNotice.Behind;
import dev.synod.protocol.ReplicaNotice.Deliver;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the others' logs begin behind what this member needs next (rules L2, G1, G4). */
class BehindTest {
  private static final long LAST = 40;

  private final Driver<LearnerState, LearnerMessage, LearnerNotice> learner = Scene.follower();

  @Test
  void theReplicaHearsThatTheNextValuesAreGoneAtAMember() {
    learner.hear(N2, page(1, 3));

    learner.hear(N3, truncated(4, 4));

    assertThat(learner.said()).containsExactly(new Effect.Post(new Behind(N3, 4)));
  }

  /** An answer to a question of earlier, or to one that the journal had: the replica goes on. */
  @Test
  void nothingIsSaidWhereTheReplicaNeedsAnotherSlotNext() {
    learner.hear(N2, page(1, 3)).told(held(3));

    for (long from : new long[] {1, 3, 5}) {
      assertThat(learner.hear(N3, truncated(from, 9)).said()).as("from %d", from).isEmpty();
    }
    assertThat(learner.hear(N3, truncated(4, 3)).said(Behind.class)).isEmpty();
  }

  /** It was asked before the snapshot was there. */
  @Test
  void theOwnAcceptorsTruncatedPageDoesNothing() {
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0)).told(held(9));
    LearnerState before = learner.state();

    learner.hear(N1, truncated(1, 5));

    assertThat(learner.said()).isEmpty();
    assertThat(learner.state()).isEqualTo(before);
  }

  /** Rule G1: the snapshot store was taken away, or its directory was lost. */
  @Test
  void anOwnLogThatBeginsBehindTheOwnSnapshotEndsTheMember() {
    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0)).told(held(9));

    assertThatThrownBy(() -> learner.hear(N1, truncated(6, 9)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageStartingWith(
            "rule G1 is broken: this member's log begins behind slot 9, but its replica has come"
                + " only to slot 5");
  }

  /** G1: nobody can fill the journal there any more, and nobody will need it to be filled. */
  @Test
  void aJournalThatLacksWhatIsGoneIsReleasedAsFarAsItIsGone() {
    learner.hear(N2, page(1, 6)).told(held(2)).told(new SnapshotSaved(6, 60, Cast.FOUNDING, 0));

    for (long through : new long[] {3, 5, 6}) {
      learner.hear(N2, truncated(3, through));
      assertThat(learner.said())
          .containsExactly(
              new Effect.Post(new Release(6, 60, through, Scene.TAIL_BYTES, Cast.FOUNDING, true)));
    }
  }

  /** G1: never beyond the own snapshot, however far others have come; a newer one is wanted. */
  @Test
  void aJournalIsNotReleasedWhereNoOwnSnapshotCoversIt() {
    learner.hear(N2, page(1, 6)).told(held(2));
    assertThat(learner.hear(N2, truncated(3, 4)).said())
        .containsExactly(new Effect.Post(new Behind(N2, 4)));

    learner.told(new SnapshotSaved(3, 30, Cast.FOUNDING, 0));

    assertThat(learner.hear(N2, truncated(3, 4)).said())
        .containsExactly(new Effect.Post(new Behind(N2, 4)));
    assertThat(learner.hear(N2, truncated(3, 3)).said(Release.class))
        .containsExactly(new Release(3, 30, 3, Scene.TAIL_BYTES, Cast.FOUNDING, true));
  }

  @Test
  void aJournalThatHoldsWhatIsGoneElsewhereKeepsIt() {
    learner.hear(N2, page(1, 6)).told(held(4)).told(new SnapshotSaved(6, 60, Cast.FOUNDING, 0));

    assertThat(learner.hear(N2, truncated(1, 3)).said()).isEmpty();
    assertThat(learner.hear(N2, truncated(1, 4)).said()).isEmpty();
    assertThat(learner.hear(N2, truncated(1, 5)).said()).isNotEmpty();
  }

  /** L2: slots that phase 1 found truncated are chosen, though nobody has announced them. */
  @Test
  void whatAPromiseSaysIsTruncatedIsAskedForWhereItWasSaid() {
    learner.after(100).told(new Truncated(N3, 5));
    assertThat(learner.said()).isEmpty();

    learner.after(100);
    assertThat(learner.said(CatchUp.class)).containsExactly(new CatchUp(1));
    assertThat(learner.receivers(CatchUp.class)).containsExactly(N3);
    learner.hear(N3, truncated(1, 5));

    assertThat(learner.said(Behind.class)).containsExactly(new Behind(N3, 5));
  }

  @Test
  void whatIsTruncatedBelowWhatIsKnownIsNoReasonToAsk() {
    learner.hear(N2, page(1, 4)).told(held(4)).told(Scene.applied(4)).after(100);

    learner.told(new Truncated(N3, 4));

    for (int i = 0; i < 30; i++) {
      assertThat(learner.after(100).said(CatchUp.class)).isEmpty();
    }
  }

  /** Nothing of what the snapshot covers is delivered, whether it was here or comes later. */
  @Test
  void theReplicaIsGivenWhatFollowsTheSnapshotThatItGoesOnFrom() {
    learner.hear(N2, page(1, 2)).hear(N2, page(4, 4)).told(voted(LEADERS, 3, 6));

    learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0));
    assertThat(learner.said(Snapshotted.class)).hasSize(2).contains(Scene.snapshot(N1, 5));
    assertThat(learner.said(Deliver.class)).isEmpty();

    learner.hear(N2, page(3, 5));
    assertThat(learner.said(Deliver.class)).isEmpty();
    learner.hear(N2, chosen(LEADERS, 6));
    assertThat(learner.said(Deliver.class)).containsExactly(deliver(6, 6));
  }

  /** What was here already, behind a gap that the snapshot closes, need not be asked for. */
  @Test
  void whatIsInMemoryBehindTheSnapshotIsDeliveredAtOnce() {
    learner.hear(N2, page(5, 9));

    learner.told(new SnapshotSaved(7, 70, Cast.FOUNDING, 0));

    assertThat(learner.said(Deliver.class)).containsExactly(deliver(8, 9));
  }

  @Test
  void theNextQuestionIsForWhatFollowsTheSnapshot() {
    learner.hear(N2, chosen(LEADERS, 9)).after(100);
    assertThat(learner.said(CatchUp.class)).containsExactly(new CatchUp(1));
    learner.told(new SnapshotSaved(7, 70, Cast.FOUNDING, 0));

    learner.after(100);
    assertThat(learner.said(CatchUp.class)).as("something has moved").isEmpty();
    learner.after(100);

    assertThat(learner.said(CatchUp.class)).containsExactly(new CatchUp(8));
  }

  /** The replica has room for four more after the snapshot, not after what it had applied. */
  @Test
  void theReplicaHasAppliedWhatTheSnapshotCovers() {
    learner.told(new SnapshotSaved(7, 70, Cast.FOUNDING, 0)).hear(N2, page(8, 13));

    assertThat(learner.said(Deliver.class)).containsExactly(deliver(8, 7 + Scene.AHEAD, 13));
  }

  /** G4: the usual case, in which the snapshot is of what was applied long ago. */
  @Test
  void aSnapshotOfWhatWasDeliveredMovesNothing() {
    learner.hear(N2, page(1, 4)).hear(N2, page(6, 6));
    Window before = learner.state().window();

    for (long slot = 1; slot <= 4; slot++) {
      learner.told(new SnapshotSaved(slot, 10 * slot, Cast.FOUNDING, 0));
      assertThat(learner.state().window()).isEqualTo(before);
    }
    assertThat(learner.told(new SnapshotSaved(5, 50, Cast.FOUNDING, 0)).said(Deliver.class))
        .containsExactly(deliver(6, 6));
  }

  /** L5, G4: whatever comes in whatever order, each delivery follows what the replica has. */
  @Test
  void deliveriesNeverOverlapNorSkip() {
    for (long seed = 0; seed < 300; seed++) {
      Driver<LearnerState, LearnerMessage, LearnerNotice> one = Scene.follower();
      Random chance = new Random(seed);
      long delivered = 0;
      for (int i = 0; i < 300 && delivered < LAST; i++) {
        long slot = 1L + chance.nextInt((int) LAST);
        if (chance.nextInt(20) == 0) {
          long snapshot = Math.min(LAST, delivered + chance.nextInt(6) - 2);
          one.told(new SnapshotSaved(snapshot, 10 * snapshot, Cast.FOUNDING, 0));
          delivered = Math.max(delivered, snapshot);
        } else {
          happen(one, chance.nextInt(7), slot, delivered);
        }
        for (Deliver deliver : one.said(Deliver.class)) {
          assertThat(deliver.first()).as("seed %d", seed).isEqualTo(delivered + 1);
          delivered += deliver.values().size();
          assertThat(deliver.values()).isEqualTo(Scene.values(deliver.first(), delivered));
        }
      }
      assertThat(delivered).as("seed %d gets somewhere", seed).isGreaterThan(0);
    }
  }

  private static void happen(
      Driver<LearnerState, LearnerMessage, LearnerNotice> one, int what, long slot, long done) {
    switch (what) {
      case 0 -> one.hear(N2, page(slot, Math.min(LAST, slot + 5)));
      case 1 -> one.hear(N3, page(done + 1, Math.min(LAST, done + 3)));
      case 2 -> one.told(voted(LEADERS, slot, Math.min(LAST, slot + 5)));
      case 3 -> one.hear(N2, chosen(LEADERS, slot));
      case 4 -> one.told(held(Math.min(slot, done)));
      case 5 -> one.told(Scene.applied(done));
      default -> one.after(50);
    }
  }

  private static CatchUpPage truncated(long from, long through) {
    return new CatchUpPage(from, List.of(), Math.max(9, through), through);
  }
}
