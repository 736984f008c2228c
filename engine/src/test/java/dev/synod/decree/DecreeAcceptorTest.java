package dev.synod.decree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.decree.DecreeAcceptor.Answer;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Promises, votes, and what counts as chosen. */
class DecreeAcceptorTest {
  private static final MemberId A = new MemberId("a");
  private static final MemberId B = new MemberId("b");
  private static final Ballot LOW = new Ballot(1, 1, A);
  private static final Ballot MID = new Ballot(1, 1, B);
  private static final Ballot HIGH = new Ballot(1, 2, A);

  private static DecreeAcceptor<String> after(DecreeRequest<String> request) {
    return DecreeAcceptor.<String>empty().receive(request).state();
  }

  @Test
  void aPromiseIsKept() {
    DecreeAcceptor<String> promised = after(new Prepare<>(MID));

    assertThat(promised.receive(new Prepare<>(LOW)))
        .isEqualTo(new Answer<>(promised, new Rejected<>(LOW, MID)));
    assertThat(promised.receive(new Accept<>(LOW, "v")))
        .isEqualTo(new Answer<>(promised, new Rejected<>(LOW, MID)));
  }

  @Test
  void aRequestThatComesAgainGetsTheSameAnswerAndChangesNothing() {
    DecreeAcceptor<String> promised = after(new Prepare<>(MID));
    DecreeAcceptor<String> voted = after(new Accept<>(MID, "v"));

    assertThat(promised.receive(new Prepare<>(MID)))
        .isEqualTo(new Answer<>(promised, new Promise<>(MID, Optional.empty())));
    assertThat(voted.receive(new Accept<>(MID, "v")))
        .isEqualTo(new Answer<>(voted, new Accepted<>(MID, "v")));
  }

  /** Rule A2: a vote without a promise before it promises as well. */
  @Test
  void aVoteRaisesThePromise() {
    DecreeAcceptor<String> voted = after(new Accept<>(HIGH, "v"));

    assertThat(voted.receive(new Prepare<>(MID)).reply()).isEqualTo(new Rejected<>(MID, HIGH));
    assertThat(voted.promised()).isEqualTo(HIGH);
  }

  @Test
  void aHigherPromiseTellsTheVoteAndKeepsIt() {
    DecreeAcceptor<String> voted = after(new Accept<>(LOW, "v"));

    Answer<String> answer = voted.receive(new Prepare<>(HIGH));

    assertThat(answer.reply()).isEqualTo(new Promise<>(HIGH, Optional.of(new Vote<>(LOW, "v"))));
    assertThat(answer.state().vote()).contains(new Vote<>(LOW, "v"));
  }

  @Test
  void aHigherVoteTakesTheLowersPlace() {
    DecreeAcceptor<String> voted = after(new Accept<>(LOW, "v"));

    assertThat(voted.receive(new Accept<>(HIGH, "w")).state().vote())
        .contains(new Vote<>(HIGH, "w"));
  }

  @Test
  void aBallotWithTwoValuesIsABrokenProposer() {
    DecreeAcceptor<String> voted = after(new Accept<>(LOW, "v"));

    assertThatThrownBy(() -> voted.receive(new Accept<>(LOW, "w")))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("v and w");
  }

  /** Rule A7: equal values under different ballots prove nothing. */
  @Test
  void votesUnderDifferentBallotsDoNotChoose() {
    DecreeLearner<String> none = DecreeLearner.empty(new Quorum(List.of(A, B), 2));

    DecreeLearner<String> both = none.learn(A, new Vote<>(LOW, "v")).learn(B, new Vote<>(MID, "v"));

    assertThat(both.chosen()).isEmpty();
    assertThat(both.learn(B, new Vote<>(LOW, "v")).chosen()).contains("v");
    assertThatThrownBy(() -> both.learn(B, new Vote<>(LOW, "w")))
        .isInstanceOf(Invariant.Breach.class);
  }
}
