package dev.synod.decree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One attempt, answer by answer. */
class DecreeProposerTest {
  private static final MemberId A = new MemberId("a");
  private static final MemberId B = new MemberId("b");
  private static final MemberId C = new MemberId("c");
  private static final MemberId STRANGER = new MemberId("stranger");
  private static final Quorum MAJORITY = new Quorum(List.of(A, B, C), 2);
  private static final Ballot OLD = new Ballot(1, 1, A);
  private static final Ballot OWN = new Ballot(1, 2, A);
  private static final Ballot HIGH = new Ballot(1, 3, B);

  private static DecreeProposer<String> attempt() {
    return DecreeProposer.of(OWN, MAJORITY, MAJORITY);
  }

  private static DecreeProposer<String> prepared() {
    return attempt()
        .receive(A, new Promise<>(OWN, Optional.empty()))
        .receive(B, new Promise<>(OWN, Optional.empty()));
  }

  @Test
  void promisesCountOncePerAcceptorAndOnlyOfAcceptors() {
    Promise<String> promise = new Promise<>(OWN, Optional.empty());

    DecreeProposer<String> one = attempt().receive(A, promise).receive(A, promise);

    assertThat(one.prepared()).isFalse();
    assertThat(one.receive(STRANGER, promise).prepared()).isFalse();
    assertThat(one.receive(C, promise).prepared()).isTrue();
  }

  @Test
  void answersToOtherAttemptsChangeNothing() {
    for (Ballot other : List.of(OLD, HIGH)) {
      assertThat(attempt().receive(A, new Promise<>(other, Optional.empty()))).isEqualTo(attempt());
      assertThat(attempt().receive(A, new Rejected<>(other, HIGH))).isEqualTo(attempt());
      DecreeProposer<String> asking = prepared().propose("v");
      assertThat(asking.receive(A, new Accepted<>(other, "v"))).isEqualTo(asking);
    }
  }

  @Test
  void theHighestVoteOfAllPromisesIsTold() {
    Ballot higher = new Ballot(1, 1, B);

    DecreeProposer<String> told =
        attempt()
            .receive(A, new Promise<>(OWN, Optional.of(new Vote<>(higher, "w"))))
            .receive(B, new Promise<>(OWN, Optional.of(new Vote<>(OLD, "v"))));

    assertThat(told.highest()).contains(new Vote<>(higher, "w"));
  }

  @Test
  void nothingIsProposedBeforeAQuorumHasPromisedNorTwice() {
    assertThatThrownBy(() -> attempt().propose("v")).isInstanceOf(Invariant.Breach.class);
    assertThatThrownBy(() -> prepared().propose("v").propose("w"))
        .isInstanceOf(Invariant.Breach.class);
    assertThat(attempt().accept()).isEmpty();
  }

  /** A vote that comes before its request is none of this proposer's. */
  @Test
  void votesOfAQuorumChoose() {
    Accepted<String> vote = new Accepted<>(OWN, "v");
    assertThat(prepared().receive(A, vote)).isEqualTo(prepared());

    DecreeProposer<String> asking = prepared().propose("v").receive(A, vote).receive(A, vote);

    assertThat(asking.chosen()).isEmpty();
    assertThat(asking.receive(STRANGER, vote).chosen()).isEmpty();
    assertThat(asking.receive(B, vote).chosen()).contains("v");
  }

  @Test
  void anAttemptIsLostWhenNoQuorumIsLeft() {
    DecreeProposer<String> one = attempt().receive(A, new Rejected<>(OWN, HIGH));
    DecreeProposer<String> two = one.receive(C, new Rejected<>(OWN, OWN.next(1, C)));

    assertThat(one.lost()).isFalse();
    assertThat(two.lost()).isTrue();
    assertThat(two.seen()).isEqualTo(new Ballot(1, 3, C));
    assertThat(attempt().seen()).isEqualTo(OWN);
  }

  @Test
  void whatIsChosenIsNotLost() {
    DecreeProposer<String> chosen =
        prepared()
            .propose("v")
            .receive(A, new Accepted<>(OWN, "v"))
            .receive(B, new Accepted<>(OWN, "v"))
            .receive(B, new Rejected<>(OWN, HIGH))
            .receive(C, new Rejected<>(OWN, HIGH));

    assertThat(chosen.lost()).isFalse();
  }

  @Test
  void quorumsThatMissEachOtherAreRefused() {
    Quorum one = new Quorum(List.of(A, B, C), 1);

    assertThatThrownBy(() -> DecreeProposer.of(OWN, one, MAJORITY))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("F1");
  }
}
