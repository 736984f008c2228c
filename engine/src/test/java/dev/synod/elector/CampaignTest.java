package dev.synod.elector;

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
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.ElectorMessage.PreVoteReply;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Deposed;
import dev.synod.protocol.ElectorNotice.DiskStalled;
import dev.synod.protocol.ElectorNotice.Elected;
import dev.synod.protocol.ElectorNotice.Recovered;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.ProposerNotice.StepDown;
import dev.synod.protocol.ReplicaNotice.LeaderIs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When a member campaigns, and whom it supports (rule L7). */
class CampaignTest {

  @Test
  void nothingHappensBeforeTheJournalIsReplayed() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.waiting(3);
    for (int i = 0; i < 100; i++) {
      assertThat(elector.after(TIMEOUT).said()).isEmpty();
    }
    assertThat(elector.hear(N2, new Heartbeat(ballot(9, N2), 1)).said()).isEmpty();

    assertThat(elector.told(new Recovered(PROMISED)).state().phase())
        .isInstanceOf(Phase.Following.class);
  }

  @Test
  void supportIsAskedForAfterOneToTwoTimeOutsOfSilence() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.listening();
    assertThat(elector.after(TIMEOUT - 1).said()).isEmpty();
    ElectorScene.untilAsking(elector);
    assertThat(elector.now()).isBetween(TIMEOUT, 2 * TIMEOUT + 10);
    assertThat(elector.receivers(PreVote.class)).isEqualTo(ElectorScene.others());
    assertThat(elector.said(Campaign.class)).isEmpty();
  }

  /** Every wait ends in the very millisecond that it was meant to last to. */
  @Test
  void nobodyWaitsLongerThanItsPatience() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.listening();
    long until = ((Phase.Following) elector.state().phase()).until();
    assertThat(elector.after(until - 1).said()).isEmpty();
    assertThat(elector.after(1).said(PreVote.class)).containsOnly(new PreVote(1));

    assertThat(elector.after(TIMEOUT - 1).state().phase()).isInstanceOf(Phase.Asking.class);
    assertThat(elector.after(1).state().phase()).isInstanceOf(Phase.Following.class);

    Driver<ElectorState, ElectorMessage, ElectorNotice> candidate = ElectorScene.campaigning();
    long end = ((Phase.Campaigning) candidate.state().phase()).until();
    candidate.after(end - 1 - candidate.now());
    assertThat(candidate.state().phase()).isInstanceOf(Phase.Campaigning.class);
    assertThat(candidate.after(1).said(StepDown.class)).hasSize(1);
  }

  @Test
  void aHeartbeatBeginsTheWaitAnew() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.following();
    for (int i = 2; i < 100; i++) {
      elector.after(TIMEOUT - 1);
      assertThat(elector.said()).isEmpty();
      elector.hear(N2, new Heartbeat(ballot(4, N2), i));
    }
    assertThat(elector.state().leader()).contains(N2);
  }

  /** B5, L7: a quorum's support, and then above everything that it has seen. */
  @Test
  void aQuorumsSupportBeginsACampaignAboveAllThatWasSeen() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.asking();
    long attempt = ElectorScene.attempt(elector);
    assertThat(elector.hear(N3, new PreVoteReply(attempt, false, ballot(8, N3))).said()).isEmpty();

    elector.hear(N2, new PreVoteReply(attempt, true, ballot(7, N2)));

    assertThat(elector.said(Campaign.class)).containsExactly(new Campaign(ballot(8, N3)));
    assertThat(elector.hear(N3, new PreVoteReply(attempt, true, PROMISED)).said()).isEmpty();
  }

  @Test
  void refusalsAndAnswersToOtherQuestionsAreNoSupport() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.asking();
    long attempt = ElectorScene.attempt(elector);

    elector.hear(N2, new PreVoteReply(attempt - 1, true, PROMISED));
    elector.hear(N2, new PreVoteReply(attempt + 1, true, PROMISED));
    elector.hear(N2, new PreVoteReply(attempt, false, PROMISED));
    elector.hear(new MemberId("stranger"), new PreVoteReply(attempt, true, PROMISED));

    assertThat(elector.state().phase()).isInstanceOf(Phase.Asking.class);
    assertThat(elector.said()).isEmpty();
  }

  /** L7 for every phase and candidate: who hears a leader supports no one but that leader. */
  @Test
  void whoHearsALeaderSupportsNobodyElse() {
    Map<Supplier<Driver<ElectorState, ElectorMessage, ElectorNotice>>, List<MemberId>> supported =
        Map.of(
            ElectorScene::listening,
            List.of(N2, N3),
            ElectorScene::following,
            List.of(N2),
            () -> ElectorScene.following().after(TIMEOUT - 1),
            List.of(N2),
            () -> ElectorScene.following().after(TIMEOUT),
            List.of(N2, N3),
            () ->
                ElectorScene.following()
                    .after(TIMEOUT - 1)
                    .hear(N2, new Heartbeat(ballot(4, N2), 2))
                    .after(TIMEOUT - 1),
            List.of(N2),
            ElectorScene::asking,
            List.of(N2, N3),
            ElectorScene::campaigning,
            List.of(N2, N3),
            ElectorScene::leading,
            List.of(),
            () -> ElectorScene.listening().told(new DiskStalled(true)),
            List.of(),
            () -> ElectorScene.following().told(new DiskStalled(true)),
            List.of());
    supported.forEach(
        (phase, candidates) -> {
          for (MemberId candidate : ElectorScene.others()) {
            Driver<ElectorState, ElectorMessage, ElectorNotice> elector = phase.get();
            ElectorState before = elector.state();
            elector.hear(candidate, new PreVote(5));

            assertThat(elector.said(PreVoteReply.class))
                .containsExactly(
                    new PreVoteReply(5, candidates.contains(candidate), before.highest()));
            assertThat(elector.state()).isEqualTo(before);
          }
        });
  }

  @Test
  void aSingleMemberElectsItself() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector =
        ElectorScene.waiting(1).told(new Recovered(PROMISED));
    for (int i = 0; i < 1000 && elector.said(Campaign.class).isEmpty(); i++) {
      elector.after(10);
    }
    assertThat(elector.said(Campaign.class)).containsExactly(new Campaign(PROMISED));

    elector.told(new Elected(OWN));
    assertThat(elector.said(LeaderIs.class))
        .containsExactly(new LeaderIs(Optional.of(OWN.member()), OWN));
    for (int i = 0; i < 100; i++) {
      assertThat(elector.after(TIMEOUT).said()).isEmpty();
    }
  }

  /**
   * Mistake 40: the wait grows with every failure, up to a bound, and is never the same for all.
   */
  @Test
  void theWaitDoublesWithEveryFailureUpToItsBound() {
    Room room = ElectorScene.listening().state().room();
    Random chance = new Random(7);
    for (int failures = 0; failures < 100; failures++) {
      int failed = failures;
      long factor = Math.min(1L << Math.min(failures, 16), ElectorScene.BACKOFF);
      List<Long> waits =
          LongStream.range(0, 200).mapToObj(i -> room.patience(failed, chance)).toList();

      assertThat(waits).allMatch(wait -> wait >= TIMEOUT && wait < TIMEOUT + factor * TIMEOUT);
      assertThat(waits).anyMatch(wait -> wait >= TIMEOUT + factor * TIMEOUT * 3 / 4);
      assertThat(waits.stream().distinct().count()).isGreaterThan(100);
    }
  }

  @Test
  void whatFailsIsTriedAgainAndAbove() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.campaigning();
    Ballot met = PROMISED;
    for (int i = 1; i <= 20; i++) {
      met = ballot(met.round() + 3, N3);
      elector.told(new Deposed(met));
      assertThat(elector.state().failures()).isEqualTo(i);
      ElectorScene.untilAsking(elector);
      elector.hear(N2, new PreVoteReply(ElectorScene.attempt(elector), true, PROMISED));
      assertThat(elector.said(Campaign.class)).containsExactly(new Campaign(met));
    }

    elector.hear(N3, new Heartbeat(met, 1));
    assertThat(elector.state().failures()).isZero();
  }

  @Test
  void aCampaignWithoutAnEndIsGivenUp() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.campaigning();

    elector.after(3 * TIMEOUT);

    assertThat(elector.said(StepDown.class)).hasSize(1);
    assertThat(elector.told(new Elected(OWN)).said(StepDown.class)).hasSize(1);
    assertThat(elector.state().leader()).isEmpty();
  }

  /** Two members ask at once: they support each other, and whoever is heard first leads both. */
  @Test
  void ofTwoCandidatesTheOneThatIsHeardLeads() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> loser = ElectorScene.campaigning();
    assertThat(loser.hear(N2, new PreVote(1)).said(PreVoteReply.class))
        .extracting(PreVoteReply::granted)
        .containsExactly(true);

    loser.hear(N2, new Heartbeat(ballot(4, N2), 1));

    assertThat(loser.said(StepDown.class)).hasSize(1);
    assertThat(loser.state().leader()).contains(N2);
    assertThat(loser.told(new Deposed(ballot(4, N2))).state().leader()).contains(N2);
    assertThat(loser.state().failures()).isZero();
  }

  /** B6: what is no ballot of this epoch, or far above all others, is not taken up. */
  @Test
  void ballotsThatNobodyCanHaveAreNotBelieved() {
    for (Ballot absurd : List.of(ballot(1L << 50, N3), new Ballot(2, 5, N3))) {
      Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.asking();

      elector.hear(N3, new PreVoteReply(ElectorScene.attempt(elector), false, absurd));
      elector.hear(N3, new Heartbeat(absurd, 1));

      assertThat(elector.state().highest()).isEqualTo(PROMISED);
      assertThat(elector.state().leader()).isEmpty();
    }
  }

  /** L7: while its journal is replayed a member could keep no promise. */
  @Test
  void aMemberThatReplaysItsJournalSupportsNobody() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.waiting(3);

    elector.hear(N3, new PreVote(1));

    assertThat(elector.said(PreVoteReply.class))
        .containsExactly(new PreVoteReply(1, false, Ballot.NONE));
  }

  /** A member that was cut off for long asks again soon: pre-votes bind nobody. */
  @Test
  void preVotesThatReachNobodyDoNotLengthenTheWait() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = ElectorScene.listening();
    long last = 0;
    for (int i = 0; i < 10_000; i++) {
      elector.after(10);
      if (!elector.said(PreVote.class).isEmpty()) {
        assertThat(elector.now() - last).isLessThanOrEqualTo(3 * ElectorScene.TIMEOUT + 20);
        last = elector.now();
      }
    }
    assertThat(last).isPositive();
  }
}
