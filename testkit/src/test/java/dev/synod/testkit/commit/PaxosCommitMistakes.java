package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.commit.Letter;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitEvent.Kept;
import dev.synod.commit.PaxosCommitEvent.Voted;
import dev.synod.commit.PaxosCommitLeader;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.commit.Turn;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.testkit.commit.Twisted.Twist;
import java.util.List;
import java.util.function.Predicate;

/** What must not be got wrong in Paxos Commit. */
final class PaxosCommitMistakes {
  private PaxosCommitMistakes() {}

  /** Rule K1: after a crash it votes anew. */
  record ForgetsItsVote() implements Twist<PaxosCommitMessage, PaxosCommitEvent> {
    @Override
    public Turn<PaxosCommitMessage, PaxosCommitEvent> of(
        CommitNode<PaxosCommitMessage, PaxosCommitEvent> before,
        Turn<PaxosCommitMessage, PaxosCommitEvent> right) {
      return without(right, Voted.class::isInstance);
    }
  }

  /** Rule A1: after a crash it has promised and accepted nothing. */
  record ForgetsItsDecrees() implements Twist<PaxosCommitMessage, PaxosCommitEvent> {
    @Override
    public Turn<PaxosCommitMessage, PaxosCommitEvent> of(
        CommitNode<PaxosCommitMessage, PaxosCommitEvent> before,
        Turn<PaxosCommitMessage, PaxosCommitEvent> right) {
      return without(right, Kept.class::isInstance);
    }
  }

  /** Rules A6, K2: a leader aborts what it leads, whatever was accepted. */
  record AbortsAll() implements Twist<PaxosCommitMessage, PaxosCommitEvent> {
    @Override
    public Turn<PaxosCommitMessage, PaxosCommitEvent> of(
        CommitNode<PaxosCommitMessage, PaxosCommitEvent> before,
        Turn<PaxosCommitMessage, PaxosCommitEvent> right) {
      if (!(before instanceof PaxosCommitLeader)) {
        return right;
      }
      return new Turn<>(
          right.node(),
          right.remember(),
          right.say().stream().map(AbortsAll::aborting).toList(),
          right.asks());
    }

    private static Letter<PaxosCommitMessage> aborting(Letter<PaxosCommitMessage> letter) {
      return letter.message() instanceof Ask ask
          ? new Letter<>(
              letter.to(),
              new Ask(
                  ask.participants(), ask.requests().stream().map(AbortsAll::aborting).toList()))
          : letter;
    }

    private static Request aborting(Request request) {
      return request.request() instanceof Accept<Choice> accept
          ? new Request(request.instance(), new Accept<>(accept.ballot(), Choice.ABORT))
          : request;
    }
  }

  private static <M, E> Turn<M, E> without(Turn<M, E> turn, Predicate<E> forgotten) {
    List<E> rest = turn.remember().stream().filter(forgotten.negate()).toList();
    return new Turn<>(turn.node(), rest, turn.say(), turn.asks());
  }
}
