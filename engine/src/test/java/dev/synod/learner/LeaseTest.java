package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.OWN;
import static dev.synod.learner.Scene.accepted;
import static dev.synod.learner.Scene.proposed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.Leading;
import dev.synod.protocol.LearnerNotice.Proposed;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.SlotVote;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leader's reads by its lease (rules E2, E3, E5, R2). */
class LeaseTest {
  private static final LeaseTerms TERMS = new LeaseTerms(800, 10_000);

  private final Driver<LearnerState, LearnerMessage, LearnerNotice> leader =
      Scene.follower(Cast.members(3).with(TERMS)).told(new Leading(OWN, 1, 0));

  private void granted(long round) {
    leader.hear(N1, new Confirmed(OWN, round, 800)).hear(N2, new Confirmed(OWN, round, 800));
  }

  private void assertLeased(long slot) {
    leader.hear(N3, new ReadIndexAsk(1, false));
    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, slot, true));
    assertThat(leader.said(Confirm.class)).isEmpty();
  }

  private void assertAsks(long round) {
    assertThat(leader.hear(N3, new ReadIndexAsk(1, false)).said(ReadIndex.class)).isEmpty();
    assertThat(leader.said(Confirm.class)).containsOnly(new Confirm(OWN, round)).hasSize(3);
  }

  @Test
  void thoseWhoAreToDriftNoFurtherHoldItForLessThanItIsGranted() {
    assertThat(TERMS.held()).isEqualTo(784);
    assertThat(new LeaseTerms(800, 100_000).held()).isEqualTo(654);
    assertThat(new LeaseTerms(800, 0).held()).isEqualTo(800);
    assertThat(LeaseTerms.NONE.on()).isFalse();
    assertThat(new LeaseTerms(0, 10_000)).isEqualTo(LeaseTerms.NONE);
  }

  @Test
  void aQuorumsGrantsServeAllReadsUntilTheyEnd() {
    assertThat(leader.after(10).said(Confirm.class)).containsOnly(new Confirm(OWN, 1)).hasSize(3);
    granted(1);
    leader.told(proposed(1)).hear(N1, accepted(OWN, 1L)).hear(N2, accepted(OWN, 1L));

    assertLeased(1);
    assertLeased(1);
  }

  /** It is counted from before the question left, whenever the answer comes (mistake 29). */
  @Test
  void itEndsByTheTimeOfTheQuestion() {
    leader.after(10).after(700);
    granted(1);
    leader.after(83);
    assertLeased(0);

    leader.after(1);
    leader.hear(N3, new ReadIndexAsk(2, false));
    assertThat(leader.said(ReadIndex.class)).isEmpty();
  }

  @Test
  void itIsRenewedInTime() {
    leader.after(10);
    granted(1);
    assertThat(leader.after(199).said(Confirm.class)).isEmpty();
    assertThat(leader.after(1).said(Confirm.class)).containsOnly(new Confirm(OWN, 2)).hasSize(3);
    granted(2);
    leader.after(783);

    assertLeased(0);
  }

  /** Who confirms without a grant confirms one round and no more. */
  @Test
  void theGrantsOfOneRoundCount() {
    leader.after(10);
    leader.hear(N1, new Confirmed(OWN, 1, 800)).hear(N2, new Confirmed(OWN, 1, 0));
    assertAsks(2);

    leader.hear(N2, new Confirmed(OWN, 2, 800)).hear(N3, new Confirmed(OWN, 2, 799));
    leader.hear(N1, new Confirmed(OWN, 2, 800));
    assertAsks(3);
  }

  /** Rule E3: what phase 1 found must be read, too. */
  @Test
  void aReadWaitsForTheBarrierAllTheSame() {
    leader.told(new Leading(OWN, 1, 9)).after(10);
    granted(1);

    assertLeased(9);
  }

  /** Rule E5. */
  @Test
  void aStopSignEndsItForGood() {
    leader.after(10);
    granted(1);
    leader.told(new Proposed(new SlotVote(1, OWN, Cast.stopSign(2)), 0, List.of()));
    assertAsks(2);
    granted(2);

    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, 0, false));
    assertAsks(3);
    granted(3);
    assertThat(leader.after(500).said(Confirm.class)).isEmpty();
  }

  /** Nobody is asked for those that want a lease or nothing. */
  @Test
  void aReadThatWantsOnlyALeaseIsToldAtOnce() {
    leader.hear(N3, new ReadIndexAsk(1, true));
    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, 0, false));
    assertThat(leader.said(Confirm.class)).isEmpty();

    leader.after(10);
    granted(1);
    leader.hear(N3, new ReadIndexAsk(2, true));
    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(2, 0, true));
  }

  /** The round that a read has waited for may have brought the lease. */
  @Test
  void theFirstRoundIsByLeaseAlready() {
    assertAsks(1);

    granted(1);

    assertThat(leader.said(ReadIndex.class)).containsExactly(new ReadIndex(1, 0, true));
  }

  /** A question that is lost costs no more of the lease than the next is sooner. */
  @Test
  void aLostRoundIsRepeatedInTime() {
    leader.after(10);
    assertThat(leader.after(99).said(Confirm.class)).isEmpty();
    assertThat(leader.after(1).said(Confirm.class)).containsOnly(new Confirm(OWN, 1)).hasSize(3);
  }

  @Test
  void whoLeadsNoMoreHasNone() {
    leader.after(10);
    granted(1);
    leader.told(new LearnerNotice.Following());
    assertThat(leader.hear(N3, new ReadIndexAsk(1, false)).said()).isEmpty();

    leader.told(new Leading(Cast.ballot(7, N1), 1, 0));
    assertThat(leader.hear(N3, new ReadIndexAsk(1, false)).said(ReadIndex.class)).isEmpty();
  }
}
