package dev.synod.replica;

import static dev.synod.Cast.N3;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.api.ReadConsistency;
import dev.synod.protocol.AcceptorMessage.Survey;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.ReadIndexAsk;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage.Reach;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reads that ask the acceptors (rule R4), and what a later epoch does to those that wait. */
class QuorumReadsTest extends ReadsScene {
  QuorumReadsTest() {
    reads = Reads.create(SETTINGS.client(), Cast.FOUNDING, 500).leader(Optional.of(N2), 0).state();
  }

  private void quorum(long request, long now) {
    submit(request, ReadConsistency.QUORUM, 0, now);
    take(reads.ask(now));
  }

  private void surveyed(MemberId from, long request, long slot, long applied) {
    take(reads.surveyed(from, new Surveyed(request, slot), applied, 0));
  }

  private static Effect survey(MemberId to, long request) {
    return new Effect.Send(to, new Survey(request));
  }

  @Test
  void theHighestSlotOfAQuorumMustBeApplied() {
    take(reads.leader(Optional.empty(), 0));
    quorum(1, 0);
    assertThat(said).containsExactly(survey(N1, 501), survey(N2, 501), survey(N3, 501));

    surveyed(N1, 501, 7, 5);
    surveyed(N1, 501, 7, 5);
    assertThat(reads.awaited()).isEqualTo(Awaited.NONE);
    surveyed(N2, 501, 9, 8);
    applied(8);
    assertThat(ended).isEmpty();
    applied(9);

    assertThat(ended).containsExactly(answered(1));
  }

  /** An answer to an earlier question may be older than the read. */
  @Test
  void aReadThatComesLaterWaitsForTheNextSurvey() {
    quorum(1, 0);
    quorum(2, 1);
    surveyed(N1, 501, 3, 9);
    surveyed(N2, 500, 3, 9);
    assertThat(ended).isEmpty();
    surveyed(N2, 501, 3, 9);
    assertThat(requests()).containsExactly(1L);

    said.clear();
    take(reads.tick(2));
    surveyed(N1, 502, 4, 9);
    surveyed(N2, 502, 3, 9);
    assertThat(requests()).containsExactly(1L, 2L);
  }

  @Test
  void aLostQuestionIsRepeatedAndFailsAtTheDeadline() {
    quorum(1, 0);
    said.clear();

    take(reads.tick(50));
    assertThat(said).isEmpty();
    take(reads.tick(100));
    assertThat(said).containsExactly(survey(N1, 501), survey(N2, 501), survey(N3, 501));
    take(reads.tick(1000));

    assertThat(requests()).containsExactly(1L);
    assertThat(ended.get(0).failure())
        .hasValueSatisfying(s -> assertThat(s).startsWith("no quorum"));
  }

  /** Somebody has voted for a slot that the leader's log does not reach. */
  @Test
  void aSlotThatIsNotChosenIsAskedOfTheLeader() {
    quorum(1, 0);
    surveyed(N1, 501, 7, 5);
    surveyed(N2, 501, 9, 5);
    said.clear();

    take(reads.tick(50));

    assertThat(said).containsExactly(new Effect.Send(N2, new Reach(9)));
  }

  /** What it was told does not speak of the next epoch's writes. */
  @Test
  void aStopSignOnTheWayBeginsTheReadAnew() {
    quorum(1, 0);
    surveyed(N1, 501, 9, 5);
    surveyed(N2, 501, 9, 5);

    take(reads.applied(9, 2, 10));
    assertThat(ended).isEmpty();
    said.clear();
    take(reads.enter(Cast.epoch(2), 20));
    assertThat(said).contains(survey(N1, 503), survey(N2, 503));
    surveyed(N1, 503, 11, 9);
    surveyed(N2, 503, 11, 9);
    assertThat(ended).isEmpty();
    take(reads.applied(11, 2, 30));

    assertThat(ended).containsExactly(answered(1));
  }

  /** The state has passed the stop-sign, and this member's other roles have not heard of it yet. */
  @Test
  void answersOfAnEpochThatIsOverDoNotCount() {
    quorum(1, 0);
    submit(2, ReadConsistency.LINEARIZABLE, 0, 0);
    take(reads.ask(0));
    take(reads.applied(9, 2, 1));

    surveyed(N1, 501, 3, 9);
    surveyed(N2, 501, 3, 9);
    index(501, 3, 9, 2);
    assertThat(ended).isEmpty();

    take(reads.index(new ReadIndex(501, 3, false), 2, 9, 3));
    assertThat(ended).containsExactly(answered(2));
  }

  /** So it is with what the leader has said; a token means the same in every epoch (rule R6). */
  @Test
  void readsThatTheLeaderHasConfirmedAskAgainInTheNextEpoch() {
    submit(1, ReadConsistency.LINEARIZABLE, 0, 0);
    take(reads.ask(0));
    submit(2, ReadConsistency.atLeast(9), 5, 0);
    index(501, 9, 5, 0);
    said.clear();

    take(reads.applied(9, 2, 10));

    assertThat(ended).containsExactly(answered(2));
    assertThat(said).containsExactly(new Effect.Send(N2, new ReadIndexAsk(502, false)));
    submit(3, ReadConsistency.bounded(Duration.ofSeconds(1)), 9, 11);
    assertThat(requests()).containsExactly(2L);
  }

  @Test
  void leaseReadsTakeALeaseOrNothing() {
    submit(1, ReadConsistency.LEASE, 0, 0);
    submit(2, ReadConsistency.LINEARIZABLE, 0, 0);
    take(reads.ask(0));
    index(501, 3, 5, 1);
    assertThat(ended.get(0).failure()).hasValueSatisfying(s -> assertThat(s).contains("no lease"));
    assertThat(ended).element(1).isEqualTo(answered(2));

    submit(3, ReadConsistency.LEASE, 0, 2);
    take(reads.ask(2));
    take(reads.index(new ReadIndex(502, 3, true), 1, 5, 3));
    assertThat(ended).element(2).isEqualTo(answered(3));

    take(reads.leader(Optional.empty(), 4));
    submit(4, ReadConsistency.LEASE, 0, 5);
    assertThat(ended.get(3).failure()).hasValueSatisfying(s -> assertThat(s).contains("no leader"));
    assertThat(reads.pending()).isZero();
    assertThat(SETTINGS.client().outstanding()).isEqualTo(4);
  }
}
