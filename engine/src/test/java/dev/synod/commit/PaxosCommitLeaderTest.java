package dev.synod.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitEvent.Claimed;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Begin;
import dev.synod.commit.PaxosCommitMessage.Outcome;
import dev.synod.commit.PaxosCommitMessage.Poke;
import dev.synod.commit.PaxosCommitMessage.Prepare;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A leader counts, and leads only if it must. */
class PaxosCommitLeaderTest {
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");
  private static final MemberId L1 = new MemberId("l1");
  private static final MemberId L2 = new MemberId("l2");
  private static final MemberId A1 = new MemberId("a1");
  private static final MemberId A2 = new MemberId("a2");
  private static final MemberId A3 = new MemberId("a3");
  private static final List<MemberId> ALL = List.of(P1, P2);
  private static final Panel PANEL = new Panel(List.of(L1, L2), List.of(A1, A2, A3), false);
  private static final Ballot FIRST = new Ballot(1, 1, L2);
  private static final Answer ACCEPTED = new Answer(ALL, List.of(accepted(P1), accepted(P2)));

  private static Reply accepted(MemberId instance) {
    return new Reply(instance, new Accepted<>(Panel.zero(instance), Choice.COMMIT));
  }

  private static CommitNode<PaxosCommitMessage, PaxosCommitEvent> leader() {
    return PaxosCommitLeader.fresh(L2, PANEL);
  }

  private static CommitNode<PaxosCommitMessage, PaxosCommitEvent> leading() {
    return leader().receive(P1, new Poke(ALL)).node();
  }

  private static Answer promise(Optional<Vote<Choice>> first, Optional<Vote<Choice>> second) {
    return new Answer(
        ALL,
        List.of(
            new Reply(P1, new Promise<>(FIRST, first)),
            new Reply(P2, new Promise<>(FIRST, second))));
  }

  @Test
  void asksTheOthersWhenTheFirstHasVoted() {
    assertThat(leader().receive(P1, new Begin(ALL)).say())
        .containsExactly(new Letter<>(P2, new Prepare(ALL)));
  }

  /** Rules A7, K3. */
  @Test
  void tellsTheOutcomeOnceAMajorityHasAcceptedAllVotes() {
    Turn<PaxosCommitMessage, PaxosCommitEvent> one = leader().receive(A1, ACCEPTED);
    Turn<PaxosCommitMessage, PaxosCommitEvent> again = one.node().receive(A1, ACCEPTED);
    Turn<PaxosCommitMessage, PaxosCommitEvent> two = again.node().receive(A3, ACCEPTED);

    assertThat(again.say()).isEmpty();
    assertThat(again.node().outcome()).isEmpty();
    assertThat(two.say())
        .containsExactly(
            new Letter<>(P1, new Outcome(Choice.COMMIT)),
            new Letter<>(P2, new Outcome(Choice.COMMIT)));
    assertThat(two.node().waits()).isFalse();
  }

  /** Rule K3: one instance is not the transaction. */
  @Test
  void waitsForAllInstances() {
    Answer partly = new Answer(ALL, List.of(accepted(P1)));

    assertThat(leader().receive(A1, partly).node().receive(A2, partly).node().outcome()).isEmpty();
  }

  /** Rules B2, K4. */
  @Test
  void claimsItsBallotBeforeItAsksAndNeverTwice() {
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn = leader().receive(P1, new Poke(ALL));

    assertThat(turn.remember()).containsExactly(new Claimed(FIRST, ALL));
    assertThat(turn.say()).extracting(Letter::to).containsExactly(A1, A2, A3);
    assertThat(leader().recovered(turn.remember()).silence().remember())
        .containsExactly(new Claimed(new Ballot(1, 2, L2), ALL));
  }

  /** Rules A6, K2. */
  @Test
  void proposesWhatItFindsAndAbortsWhatIsFree() {
    Vote<Choice> found = new Vote<>(Panel.zero(P1), Choice.COMMIT);
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn =
        leading()
            .receive(A1, promise(Optional.empty(), Optional.empty()))
            .node()
            .receive(A2, promise(Optional.of(found), Optional.empty()));

    Ask accept =
        new Ask(
            ALL,
            List.of(
                new Request(P1, new Accept<>(FIRST, Choice.COMMIT)),
                new Request(P2, new Accept<>(FIRST, Choice.ABORT))));
    assertThat(turn.say())
        .containsExactly(
            new Letter<>(A1, accept), new Letter<>(A2, accept), new Letter<>(A3, accept));
  }

  /** Rule B5. */
  @Test
  void goesAboveTheBallotThatItWasRefusedFor() {
    Ballot higher = new Ballot(1, 7, L1);
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn =
        leading()
            .receive(A1, new Answer(ALL, List.of(new Reply(P1, new Rejected<>(FIRST, higher)))))
            .node()
            .silence();

    assertThat(turn.remember()).containsExactly(new Claimed(new Ballot(1, 8, L2), ALL));
  }

  @Test
  void tellsWhoPokesWhatItKnows() {
    CommitNode<PaxosCommitMessage, PaxosCommitEvent> knowing =
        leader().receive(A1, ACCEPTED).node().receive(A2, ACCEPTED).node();

    assertThat(knowing.receive(P2, new Poke(ALL)).say())
        .containsExactly(new Letter<>(P2, new Outcome(Choice.COMMIT)));
  }

  @Test
  void whoLeadsAlreadyIsNotPokedIntoAnotherBallot() {
    CommitNode<PaxosCommitMessage, PaxosCommitEvent> leading = leading();

    assertThat(leading.receive(P2, new Poke(ALL))).isEqualTo(Turn.stay(leading));
  }
}
