package dev.synod.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One write and one answer for all instances. */
class PaxosCommitAcceptorTest {
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");
  private static final MemberId L1 = new MemberId("l1");
  private static final MemberId L2 = new MemberId("l2");
  private static final List<MemberId> ALL = List.of(P1, P2);
  private static final List<MemberId> ACCEPTORS =
      List.of(new MemberId("a1"), new MemberId("a2"), new MemberId("a3"));
  private static final Ballot LED = new Ballot(1, 1, L2);

  private static CommitNode<PaxosCommitMessage, PaxosCommitEvent> acceptor(boolean direct) {
    return PaxosCommitAcceptor.fresh(new Panel(List.of(L1, L2), ACCEPTORS, direct));
  }

  private static Ask vote(MemberId participant, Choice choice) {
    return new Ask(
        ALL, List.of(new Request(participant, new Accept<>(Panel.zero(participant), choice))));
  }

  private static Ask prepare() {
    return new Ask(
        ALL, List.of(new Request(P1, new Prepare<>(LED)), new Request(P2, new Prepare<>(LED))));
  }

  private static Reply accepted(MemberId participant) {
    return new Reply(participant, new Accepted<>(Panel.zero(participant), Choice.COMMIT));
  }

  private static CommitNode<PaxosCommitMessage, PaxosCommitEvent> votedByAll() {
    return acceptor(false)
        .receive(P1, vote(P1, Choice.COMMIT))
        .node()
        .receive(P2, vote(P2, Choice.COMMIT))
        .node();
  }

  @Test
  void waitsForAllVotesThenWritesAndAnswersOnce() {
    Turn<PaxosCommitMessage, PaxosCommitEvent> first =
        acceptor(false).receive(P2, vote(P2, Choice.COMMIT));
    Turn<PaxosCommitMessage, PaxosCommitEvent> second =
        first.node().receive(P1, vote(P1, Choice.COMMIT));

    assertThat(first.remember()).isEmpty();
    assertThat(first.say()).isEmpty();
    assertThat(second.remember()).hasSize(1);
    assertThat(second.say())
        .containsExactly(new Letter<>(L1, new Answer(ALL, List.of(accepted(P1), accepted(P2)))));
    assertThat(acceptor(false).recovered(second.remember())).isEqualTo(second.node());
  }

  @Test
  void answersTheParticipantsIfTheyCountThemselves() {
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn =
        acceptor(true)
            .receive(P1, vote(P1, Choice.COMMIT))
            .node()
            .receive(P2, vote(P2, Choice.COMMIT));

    assertThat(turn.say()).extracting(Letter::to).containsExactly(P1, P2);
  }

  /** Rule A6: what it holds of votes is durable in the same write that promises. */
  @Test
  void aLeaderFindsTheVotesThatWait() {
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn =
        acceptor(false).receive(P1, vote(P1, Choice.COMMIT)).node().receive(L2, prepare());

    Vote<Choice> found = new Vote<>(Panel.zero(P1), Choice.COMMIT);
    assertThat(turn.remember()).hasSize(1);
    assertThat(turn.say())
        .containsExactly(
            new Letter<>(
                L2,
                new Answer(
                    ALL,
                    List.of(
                        new Reply(P1, new Promise<>(LED, Optional.of(found))),
                        new Reply(P2, new Promise<>(LED, Optional.empty()))))));
  }

  /** Rule A1. */
  @Test
  void aVoteComesTooLateAfterALeader() {
    CommitNode<PaxosCommitMessage, PaxosCommitEvent> led =
        acceptor(false).receive(L2, prepare()).node();

    assertThat(led.receive(P1, vote(P1, Choice.COMMIT))).isEqualTo(Turn.stay(led));
  }

  @Test
  void aLowerBallotIsRefusedAndNothingIsWritten() {
    Ballot lower = new Ballot(1, 1, L1);
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn =
        acceptor(false)
            .receive(L2, prepare())
            .node()
            .receive(L1, new Ask(ALL, List.of(new Request(P1, new Prepare<>(lower)))));

    assertThat(turn.remember()).isEmpty();
    assertThat(turn.say())
        .containsExactly(
            new Letter<>(L1, new Answer(ALL, List.of(new Reply(P1, new Rejected<>(lower, LED))))));
  }

  @Test
  void aRepeatedVoteIsAnsweredByAllVotes() {
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn =
        votedByAll().receive(P2, vote(P2, Choice.COMMIT));

    assertThat(turn.remember()).isEmpty();
    assertThat(turn.say())
        .containsExactly(new Letter<>(L1, new Answer(ALL, List.of(accepted(P1), accepted(P2)))));
  }

  /** Rule K1, before and after the first vote is durable. */
  @Test
  void aSecondVoteIsRefused() {
    CommitNode<PaxosCommitMessage, PaxosCommitEvent> waiting =
        acceptor(false).receive(P1, vote(P1, Choice.COMMIT)).node();

    assertThatThrownBy(() -> waiting.receive(P1, vote(P1, Choice.ABORT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule K1");
    assertThatThrownBy(() -> votedByAll().receive(P1, vote(P1, Choice.ABORT)))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule A2");
  }

  /** Rule K4. */
  @Test
  void anotherListOfParticipantsIsRefused() {
    Ask other =
        new Ask(List.of(P1), List.of(new Request(P1, new Accept<>(Panel.zero(P1), Choice.COMMIT))));

    assertThatThrownBy(() -> votedByAll().receive(P1, other))
        .isInstanceOf(Invariant.Breach.class)
        .hasMessageContaining("rule K4");
  }
}
