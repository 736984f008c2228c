package dev.synod.elector;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.Cast.ballot;
import static dev.synod.elector.ElectorScene.OWN;
import static dev.synod.elector.ElectorScene.PROMISED;
import static dev.synod.elector.ElectorScene.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Driver;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorMessage.HeartbeatAck;
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.ElectorMessage.PreVoteReply;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Deposed;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.ElectorNotice.Elected;
import dev.synod.protocol.ElectorNotice.Stuck;
import dev.synod.protocol.LeadCause;
import dev.synod.protocol.LeadChange;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.ProposerNotice.StepDown;
import dev.synod.protocol.ReplicaNotice.LeaderIs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a lead is kept and lost (rule L6), and whose heartbeats count. */
class LeadershipTest {

  private static LeaderIs lost(Ballot lead, LeadCause cause) {
    return new LeaderIs(Optional.empty(), lead, new LeadChange(cause, 0));
  }

  @Test
  void aLeaderIsHeardAtOnceAndThenOncePerInterval() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();
    assertThat(leader.said(Heartbeat.class)).containsOnly(new Heartbeat(OWN, 1)).hasSize(2);
    assertThat(leader.said(LeaderIs.class)).containsExactly(new LeaderIs(Optional.of(N1), OWN));

    assertThat(leader.after(99).said()).isEmpty();
    assertThat(leader.after(1).said()).hasSize(2);
    assertThat(leader.said(Heartbeat.class)).containsOnly(new Heartbeat(OWN, 2));
  }

  /** L6, for every set of followers that answer. */
  @Test
  void aLeaderThatReachesNoQuorumStepsDown() {
    for (List<MemberId> alive :
        List.of(List.<MemberId>of(), List.of(N2), List.of(N3), List.of(N2, N3))) {
      Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();
      for (int i = 0; i < 50 && leader.state().phase() instanceof Phase.Leading; i++) {
        long sequence = ((Phase.Leading) leader.state().phase()).sequence();
        alive.forEach(member -> leader.hear(member, new HeartbeatAck(OWN, sequence)));
        leader.after(100);
      }

      if (alive.isEmpty()) {
        assertThat(leader.said(StepDown.class)).hasSize(1);
        assertThat(leader.said(LeaderIs.class)).containsExactly(lost(OWN, LeadCause.NO_QUORUM));
        assertThat(leader.state().leader()).isEmpty();
      } else {
        assertThat(leader.state().leader()).contains(N1);
      }
    }
  }

  /** L6: an answer to an old heartbeat says that the follower listened then. */
  @Test
  void lateAcknowledgementsDoNotCountAsNew() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();
    for (int i = 0; i < 9; i++) {
      leader.after(100).hear(N2, new HeartbeatAck(OWN, 1));
    }

    assertThat(leader.after(100).said(StepDown.class)).hasSize(1);
  }

  @Test
  void acknowledgementsOfAnotherLeadDoNotCount() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();
    for (int i = 0; i < 9; i++) {
      leader.after(100);
      for (Ballot other : List.of(PROMISED, ballot(5, N1), ballot(4, N2))) {
        leader.hear(N2, new HeartbeatAck(other, i));
      }
    }

    assertThat(leader.after(100).said(StepDown.class)).hasSize(1);
  }

  /**
   * L6: who is answered, but gets nothing chosen, is in others' way; of an earlier lead is no news.
   */
  @Test
  void aLeaderThatGetsNothingChosenStepsDown() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();
    assertThat(leader.told(new Stuck(ballot(3, N1))).said()).isEmpty();

    leader.told(new Stuck(OWN));

    assertThat(leader.said(StepDown.class)).hasSize(1);
    assertThat(leader.said(LeaderIs.class)).containsExactly(lost(OWN, LeadCause.NO_PROGRESS));
    assertThat(leader.told(new Stuck(OWN)).said()).isEmpty();
  }

  /** L6: heartbeats depend on the disk. */
  @Test
  void whoseDiskStallsNeitherLeadsNorCampaigns() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> member = ElectorScene.leading();
    member.told(new DiskStalled(true));
    assertThat(member.said(StepDown.class)).hasSize(1);
    assertThat(member.said(LeaderIs.class)).containsExactly(lost(OWN, LeadCause.DISK_STALL));
    for (int i = 0; i < 100; i++) {
      assertThat(member.after(TIMEOUT).said()).isEmpty();
    }
    assertThat(member.told(new Elected(ballot(5, N1))).said(StepDown.class)).hasSize(1);

    member.told(new DiskStalled(false));
    ElectorScene.untilAsking(member);
    assertThat(member.said(PreVote.class)).isNotEmpty();
  }

  /** L6: a leader needs a quorum that can write. */
  @Test
  void whoseDiskStallsFollowsButIsNotCounted() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> member = ElectorScene.following();
    member.told(new DiskStalled(true)).hear(N2, new Heartbeat(ballot(4, N2), 2));
    assertThat(member.said()).isEmpty();
    assertThat(member.state().leader()).contains(N2);

    member.told(new DiskStalled(false)).hear(N2, new Heartbeat(ballot(4, N2), 3));
    assertThat(member.said(HeartbeatAck.class)).hasSize(1);
  }

  @Test
  void aDiskThatStallsWhileSupportIsAskedForEndsTheAttempt() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> member = ElectorScene.asking();
    member.told(new DiskStalled(true));

    member.hear(N2, new PreVoteReply(ElectorScene.attempt(member), true, PROMISED));

    assertThat(member.said(Campaign.class)).isEmpty();
    assertThat(member.after(TIMEOUT).state().phase()).isInstanceOf(Phase.Following.class);
  }

  @Test
  void aDiskThatStallsDuringACampaignEndsIt() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> member =
        ElectorScene.campaigning().told(new DiskStalled(true));

    assertThat(member.said(StepDown.class)).hasSize(1);
    assertThat(member.state().phase()).isInstanceOf(Phase.Following.class);
  }

  /** Heartbeats below, equal to and above the ballot of the leader that is followed. */
  @Test
  void heartbeatsOfAFormerLeaderAreIgnored() {
    List<Ballot> former = List.of(ballot(3, N3), ballot(4, N1));
    List<Ballot> present = List.of(ballot(4, N2), ballot(4, N3), ballot(5, N1));
    for (Ballot ballot : former) {
      Driver<ElectorState, ElectorMessage, ElectorNotice> member = ElectorScene.following();
      ElectorState before = member.state();

      assertThat(member.hear(N3, new Heartbeat(ballot, 9)).state()).isEqualTo(before);
      assertThat(member.said()).isEmpty();
    }
    for (Ballot ballot : present) {
      Driver<ElectorState, ElectorMessage, ElectorNotice> member = ElectorScene.following();
      member.hear(ballot.member().equals(N1) ? N3 : ballot.member(), new Heartbeat(ballot, 9));

      assertThat(member.said(HeartbeatAck.class)).containsExactly(new HeartbeatAck(ballot, 9));
      assertThat(member.state().followed()).isEqualTo(ballot);
    }
  }

  @Test
  void aLeaderYieldsToAHigherOneAndKeepsItsLeadBeforeALowerOne() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();
    assertThat(leader.hear(N3, new Heartbeat(PROMISED, 5)).said()).isEmpty();
    assertThat(leader.state().leader()).contains(N1);

    leader.hear(N2, new Heartbeat(ballot(4, N2), 1));

    assertThat(leader.said(StepDown.class)).hasSize(1);
    assertThat(leader.said(LeaderIs.class))
        .containsExactly(
            new LeaderIs(
                Optional.of(N2), ballot(4, N2), new LeadChange(LeadCause.HIGHER_BALLOT, 1)));
  }

  @Test
  void theReplicaHearsOfALeaderOnce() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> member = ElectorScene.listening();
    member.hear(N2, new Heartbeat(ballot(4, N2), 1));
    assertThat(member.said(LeaderIs.class)).hasSize(1);

    for (int i = 2; i < 10; i++) {
      assertThat(member.hear(N2, new Heartbeat(ballot(4, N2), i)).said(LeaderIs.class)).isEmpty();
    }
    ElectorScene.untilAsking(member);
    assertThat(member.said(LeaderIs.class))
        .containsExactly(lost(ballot(4, N2), LeadCause.MISSED_HEARTBEATS));
  }

  @Test
  void aLeadThatTheProposerLostIsNotKept() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();

    leader.told(new Deposed(ballot(6, N3)));

    assertThat(leader.state().leader()).isEmpty();
    assertThat(leader.said(Heartbeat.class)).isEmpty();
    assertThat(leader.state().highest()).isEqualTo(ballot(6, N3));
  }
}
