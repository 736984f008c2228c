package dev.synod.testkit.commit;

import static dev.synod.testkit.commit.Troupe.COORDINATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.commit.Turn;
import dev.synod.commit.TwoPhaseCoordinator;
import dev.synod.commit.TwoPhaseEvent;
import dev.synod.commit.TwoPhaseEvent.Decided;
import dev.synod.commit.TwoPhaseMessage;
import dev.synod.commit.TwoPhaseParticipant;
import dev.synod.protocol.MemberId;
import dev.synod.testkit.commit.Twisted.Twist;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each mistake of the list that is about atomic commit is planted, and found by random runs. */
class CommitMistakesTest {
  private static final int SEEDS = Math.max(2_000, Integer.getInteger("synod.seeds", 0));
  private static final Troupe TROUPE = new Troupe(3, 1);
  private static final List<MemberId> ALL = TROUPE.ofParticipants();

  /** Mistake 41: having told all to commit, it has nothing more to do with it. */
  private record ForgetsAfterTelling() implements Twist<TwoPhaseMessage, TwoPhaseEvent> {
    @Override
    public Turn<TwoPhaseMessage, TwoPhaseEvent> of(
        CommitNode<TwoPhaseMessage, TwoPhaseEvent> before,
        Turn<TwoPhaseMessage, TwoPhaseEvent> right) {
      return right.node().outcome().isPresent()
          ? new Turn<>(TwoPhaseCoordinator.fresh(), List.of(), right.say(), false)
          : right;
    }
  }

  /** Mistake 42: who has aborted before it was prepared needs no record of it. */
  private record ForgetsItsAbort() implements Twist<TwoPhaseMessage, TwoPhaseEvent> {
    @Override
    public Turn<TwoPhaseMessage, TwoPhaseEvent> of(
        CommitNode<TwoPhaseMessage, TwoPhaseEvent> before,
        Turn<TwoPhaseMessage, TwoPhaseEvent> right) {
      boolean tombstone =
          before instanceof TwoPhaseParticipant participant
              && !participant.prepared()
              && right.node().outcome().isPresent();
      return tombstone ? new Turn<>(right.node(), List.of(), right.say(), false) : right;
    }
  }

  /** Mistake 43: nobody tells it anything, so it will have been aborted. */
  private record AbortsAlone() implements Twist<TwoPhaseMessage, TwoPhaseEvent> {
    @Override
    public Turn<TwoPhaseMessage, TwoPhaseEvent> of(
        CommitNode<TwoPhaseMessage, TwoPhaseEvent> before,
        Turn<TwoPhaseMessage, TwoPhaseEvent> right) {
      return right;
    }

    @Override
    public Turn<TwoPhaseMessage, TwoPhaseEvent> silence(
        CommitNode<TwoPhaseMessage, TwoPhaseEvent> before) {
      Decided abort = new Decided(Choice.ABORT, ALL);
      return before.waits()
          ? new Turn<>(before.recalling(abort), List.of(abort), List.of(), false)
          : before.silence();
    }
  }

  private static OptionalLong hunt(LongFunction<Verdict> run) {
    return LongStream.range(0, SEEDS)
        .filter(seed -> run.apply(seed) == Verdict.DISAGREEMENT)
        .findFirst();
  }

  private static void requireFound(String mistake, LongFunction<Verdict> run) {
    OptionalLong seed = hunt(run);
    System.out.println(mistake + ": " + seed);
    assertThat(seed).as(mistake).isPresent();
  }

  private static <M, E> Map<MemberId, CommitNode<M, E>> twisted(
      Map<MemberId, CommitNode<M, E>> cast, List<MemberId> some, Twist<M, E> twist) {
    some.forEach(one -> cast.computeIfPresent(one, (id, right) -> new Twisted<>(right, twist)));
    return cast;
  }

  private static LongFunction<Verdict> twoPhase(
      List<MemberId> some, Twist<TwoPhaseMessage, TwoPhaseEvent> twist) {
    return seed ->
        new RandomRun<>(seed, twisted(TROUPE.twoPhase(), some, twist), ALL)
            .storm(COORDINATOR)
            .calm(List.of());
  }

  private static LongFunction<Verdict> paxosCommit(
      List<MemberId> some, Twist<PaxosCommitMessage, PaxosCommitEvent> twist) {
    return seed ->
        new RandomRun<>(seed, twisted(TROUPE.paxosCommit(false), some, twist), ALL)
            .storm(TROUPE.ofLeaders().get(0))
            .calm(List.of());
  }

  @Test
  void coordinatorForgetsAfterSendingCommit() {
    requireFound("41", twoPhase(List.of(COORDINATOR), new ForgetsAfterTelling()));
  }

  @Test
  void abortBeforePrepareIsForgotten() {
    requireFound("42", twoPhase(ALL, new ForgetsItsAbort()));
  }

  @Test
  void participantAbortsAloneAfterItIsPrepared() {
    requireFound("43", twoPhase(ALL, new AbortsAlone()));
  }

  @Test
  void participantForgetsItsVote() {
    requireFound("K1", paxosCommit(ALL, new PaxosCommitMistakes.ForgetsItsVote()));
  }

  @Test
  void acceptorsForgetTheirDecrees() {
    requireFound(
        "A1", paxosCommit(TROUPE.ofAcceptors(), new PaxosCommitMistakes.ForgetsItsDecrees()));
  }

  @Test
  void leadersAbortWhatWasAccepted() {
    requireFound("K2", paxosCommit(TROUPE.ofLeaders(), new PaxosCommitMistakes.AbortsAll()));
  }
}
