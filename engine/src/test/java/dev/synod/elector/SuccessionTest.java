package dev.synod.elector;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.Cast.ballot;
import static dev.synod.elector.ElectorScene.OWN;
import static dev.synod.elector.ElectorScene.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Deposed;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.ElectorNotice.Stuck;
import dev.synod.protocol.Entry;
import dev.synod.protocol.LeadCause;
import dev.synod.protocol.LeadChange;
import dev.synod.protocol.MemberId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why leads are lost, how often, and when that is too often. */
class SuccessionTest {
  private static final Configuration NEXT =
      Configuration.majority(2, Cast.FOUNDING.sessions(), Cast.FOUNDING.members());

  private static Driver<ElectorState, ElectorMessage, ElectorNotice> entered() {
    return ElectorScene.following().entering(new Entry(NEXT, Optional.empty()));
  }

  private static LeadChange change(Driver<ElectorState, ElectorMessage, ElectorNotice> elector) {
    return elector.state().succession().change();
  }

  private static LeadCause cause(Driver<ElectorState, ElectorMessage, ElectorNotice> elector) {
    return change(elector).cause();
  }

  private static Heartbeat of(long round, MemberId leader) {
    return new Heartbeat(ballot(round, leader), 1);
  }

  private static void pass(
      Driver<ElectorState, ElectorMessage, ElectorNotice> elector, long millis) {
    for (long passed = 0; passed < millis; passed += 25) {
      elector.after(25);
    }
  }

  @Test
  void theFirstLeaderTakesNobodysPlace() {
    assertThat(change(ElectorScene.following())).isEqualTo(LeadChange.NONE);
    assertThat(change(ElectorScene.leading())).isEqualTo(LeadChange.NONE);
  }

  @Test
  void silenceIsTheCauseUntilTheNextLeadIsLost() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> follower = ElectorScene.following();
    ElectorScene.untilAsking(follower);
    assertThat(change(follower)).isEqualTo(new LeadChange(LeadCause.MISSED_HEARTBEATS, 0));
    follower.hear(N3, of(5, N3));
    assertThat(change(follower)).isEqualTo(new LeadChange(LeadCause.MISSED_HEARTBEATS, 1));

    follower.hear(N2, of(6, N2)).hear(N2, of(6, N2));
    assertThat(change(follower)).isEqualTo(new LeadChange(LeadCause.HIGHER_BALLOT, 2));
  }

  /** The same leader is heard again: it has lost nothing. */
  @Test
  void aLeaderThatWasMissedAndComesBackIsNoOther() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> follower = ElectorScene.following();
    ElectorScene.untilAsking(follower).hear(N2, of(4, N2));

    assertThat(change(follower).count()).isZero();
  }

  @Test
  void aLeaderKnowsWhyItIsNoLonger() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> alone = ElectorScene.leading();
    pass(alone, TIMEOUT);
    assertThat(cause(alone)).isEqualTo(LeadCause.NO_QUORUM);
    assertThat(cause(ElectorScene.leading().told(new DiskStalled(true))))
        .isEqualTo(LeadCause.DISK_STALL);
    assertThat(cause(ElectorScene.leading().told(new Stuck(OWN)))).isEqualTo(LeadCause.NO_PROGRESS);
    assertThat(cause(ElectorScene.leading().told(new Deposed(ballot(6, N3)))))
        .isEqualTo(LeadCause.HIGHER_BALLOT);
    assertThat(cause(ElectorScene.leading().hear(N3, of(6, N3))))
        .isEqualTo(LeadCause.HIGHER_BALLOT);
  }

  /** What fails while nobody leads is not why the lead was lost. */
  @Test
  void failedCampaignsAreNoCause() {
    assertThat(cause(ElectorScene.campaigning().told(new Deposed(ballot(6, N3)))))
        .isEqualTo(LeadCause.NONE);
    assertThat(cause(ElectorScene.campaigning().told(new DiskStalled(true))))
        .isEqualTo(LeadCause.NONE);
  }

  @Test
  void anEpochIsLedByTheSameOrByWhomTheLeadWasHandedTo() {
    assertThat(change(entered().hear(N2, new Heartbeat(new Ballot(2, 1, N2), 1))))
        .isEqualTo(new LeadChange(LeadCause.MEMBERS_CHANGED, 1));
    assertThat(change(entered().hear(N3, new Heartbeat(new Ballot(2, 1, N3), 1))))
        .isEqualTo(new LeadChange(LeadCause.TRANSFER, 1));
    Driver<ElectorState, ElectorMessage, ElectorNotice> handed =
        ElectorScene.following()
            .entering(new Entry(NEXT, Optional.of(new Ballot(2, 1, N1))))
            .told(new ElectorNotice.Elected(new Ballot(2, 1, N1)));
    assertThat(change(handed)).isEqualTo(new LeadChange(LeadCause.TRANSFER, 1));
  }

  @Test
  void whoWasToLeadTheEpochAndIsNotHeardIsMissed() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> waiting = entered();
    pass(waiting, 3 * TIMEOUT);

    waiting.hear(N3, new Heartbeat(new Ballot(2, 1, N3), 1));
    assertThat(cause(waiting)).isEqualTo(LeadCause.MISSED_HEARTBEATS);
  }

  /** A member that stood still can't tell what the others did; a disk that hangs is no matter. */
  @Test
  void whatIsLostRightAfterAPauseIsLostByIt() {
    assertThat(cause(ElectorScene.leading().after(10 * TIMEOUT))).isEqualTo(LeadCause.LONG_PAUSE);
    assertThat(cause(ElectorScene.following().after(10 * TIMEOUT))).isEqualTo(LeadCause.LONG_PAUSE);
    assertThat(cause(ElectorScene.following().after(TIMEOUT).hear(N3, of(5, N3))))
        .isEqualTo(LeadCause.LONG_PAUSE);
    assertThat(cause(ElectorScene.following().after(TIMEOUT - 1).hear(N3, of(5, N3))))
        .isEqualTo(LeadCause.HIGHER_BALLOT);

    Driver<ElectorState, ElectorMessage, ElectorNotice> later =
        ElectorScene.following().after(TIMEOUT).hear(N2, of(4, N2));
    pass(later, TIMEOUT);
    assertThat(cause(later.hear(N3, of(5, N3)))).isEqualTo(LeadCause.HIGHER_BALLOT);
  }

  @Test
  void tooManyChangesAreToldOfOnceInTheTimeThatTheyAreJudgedBy() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> follower = ElectorScene.following();
    for (int round = 5; round < 65; round++) {
      follower.after(10_000).hear(N3, of(round, N3));

      long seconds = 10L * (round - 4);
      long expected = seconds < 30 ? 0 : 1 + (seconds - 30) / 60;
      assertThat(follower.state().succession().alarms()).as("%d s", seconds).isEqualTo(expected);
    }
  }

  @Test
  void rareChangesAreNotToldOf() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> follower = ElectorScene.following();
    for (int round = 5; round < 65; round++) {
      follower.after(30_000).hear(N3, of(round, N3));
    }
    assertThat(follower.state().succession().alarms()).isZero();
    assertThat(follower.state().succession().recent()).hasSize(2);
    assertThat(change(follower).count()).isEqualTo(60);
  }

  @Test
  void eachCauseHasAnAdvice() {
    for (LeadCause cause : LeadCause.values()) {
      assertThat(cause.advice()).isNotBlank();
      assertThat(cause.label()).matches("[a-z]+(-[a-z]+)*");
    }
  }
}
