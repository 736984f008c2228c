package dev.synod.elector;

import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.Cast.ballot;
import static dev.synod.elector.ElectorScene.OWN;
import static dev.synod.elector.ElectorScene.STRETCH;
import static dev.synod.elector.ElectorScene.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Driver;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorMessage.HeartbeatAck;
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.ElectorMessage.PreVoteReply;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Recovered;
import dev.synod.settings.SynodSettings.ElectorSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How patience follows measured delays (rules L6, L7) and priorities. */
class RhythmTest {
  private static final ElectorSettings SETTINGS = ElectorScene.settings(0);

  private static Rhythm after(long... gaps) {
    Rhythm rhythm = Rhythm.from(7);
    long now = 7;
    for (long gap : gaps) {
      now += gap;
      rhythm = rhythm.beat(now, now, SETTINGS);
    }
    return rhythm;
  }

  @Test
  void patienceIsTwiceTheLongestGapButNeverBelowTheTimeOutNorAboveItsBound() {
    assertThat(after().patience(SETTINGS)).isEqualTo(TIMEOUT);
    assertThat(after(100, 100, 100).patience(SETTINGS)).isEqualTo(TIMEOUT);
    assertThat(after(500).patience(SETTINGS)).isEqualTo(TIMEOUT);
    assertThat(after(501).patience(SETTINGS)).isEqualTo(1002);
    assertThat(after(100, 1200).patience(SETTINGS)).isEqualTo(2400);
    assertThat(after(1500).patience(SETTINGS)).isEqualTo(STRETCH * TIMEOUT);
    assertThat(after(Long.MAX_VALUE / 4).patience(SETTINGS)).isEqualTo(STRETCH * TIMEOUT);
  }

  @Test
  void whatWasLateOnceIsForgottenInTime() {
    Rhythm rhythm = after(1500);
    for (int beat = 1; beat <= 200; beat++) {
      Rhythm next = rhythm.beat(rhythm.last() + 100, rhythm.last() + 100, SETTINGS);
      assertThat(next.longest()).isLessThan(rhythm.longest() + (rhythm.longest() <= 100 ? 1 : 0));
      rhythm = next;
      if (beat == 44) {
        assertThat(rhythm.longest()).isBetween(700L, 800L);
      }
    }
    assertThat(rhythm.patience(SETTINGS)).isEqualTo(TIMEOUT);
  }

  /** Time that a heartbeat and its answer were under way belongs to the gap. */
  @Test
  void anAnswerTellsOfThePast() {
    assertThat(Rhythm.from(0).beat(100, 900, SETTINGS)).isEqualTo(new Rhythm(100, 900));
  }

  /** L7: it neither asks nor supports others while such a gap may be just another one. */
  @Test
  void aFollowerBearsGapsThatItHasSeen() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> follower = ElectorScene.following();
    follower.after(900).hear(N2, new Heartbeat(ballot(4, N2), 2));

    follower.after(1799).hear(N3, new PreVote(1));
    assertThat(follower.said(PreVoteReply.class))
        .extracting(PreVoteReply::granted)
        .containsExactly(false);
    assertThat(follower.state().leader()).contains(N2);
    follower.after(1).hear(N3, new PreVote(2));
    assertThat(follower.said(PreVoteReply.class))
        .extracting(PreVoteReply::granted)
        .containsExactly(true);
  }

  /** What was taken for the leader's death was a gap: that is learned, too. */
  @Test
  void aLeaderThatComesBackIsGivenMoreTime() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> follower = ElectorScene.following();
    ElectorScene.untilAsking(follower);
    assertThat(follower.state().leader()).isEmpty();

    follower.hear(N2, new Heartbeat(ballot(4, N2), 2));
    assertThat(follower.after(2 * TIMEOUT - 1).state().leader()).contains(N2);
  }

  @Test
  void theGapBetweenTwoLeadersIsNone() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> follower = ElectorScene.following();
    follower.after(900).hear(N3, new Heartbeat(ballot(5, N3), 1));

    assertThat(follower.state().rhythm()).isEqualTo(new Rhythm(900, 0));
  }

  /**
   * L6: a leader bears as long a silence of its followers as it has borne before, up to a bound.
   */
  @Test
  void aLeaderBearsAnswersThatComeLate() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> leader = ElectorScene.leading();
    leader.after(900).hear(N2, new HeartbeatAck(OWN, 1)).hear(N2, new HeartbeatAck(OWN, 2));

    assertThat(leader.after(1799).state().leader()).isPresent();
    assertThat(leader.after(1).state().leader()).isEmpty();
  }

  /** It only waits longer: by so many time-outs, and no more. */
  @Test
  void whoHasAPriorityWaitsForThoseBeforeIt() {
    for (int priority : List.of(0, 1, 8)) {
      Driver<ElectorState, ElectorMessage, ElectorNotice> elector =
          ElectorScene.waiting(3, priority).told(new Recovered(ElectorScene.PROMISED));
      for (int step = 0; step < 2000 && elector.said(PreVote.class).isEmpty(); step++) {
        elector.after(10);
      }
      assertThat(elector.now()).isBetween((priority + 1) * TIMEOUT, (priority + 2) * TIMEOUT + 10);
    }
  }
}
