package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.commit.Turn;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * A node with a mistake.
 *
 * @param twist what it makes of the right node's turns
 */
record Twisted<M, E>(CommitNode<M, E> node, Twist<M, E> twist) implements CommitNode<M, E> {

  /** A mistake: another turn than the right one. */
  interface Twist<M, E> {
    Turn<M, E> of(CommitNode<M, E> before, Turn<M, E> right);

    /** What silence leads to; like all else, unless said otherwise. */
    default Turn<M, E> silence(CommitNode<M, E> before) {
      return of(before, before.silence());
    }
  }

  private Turn<M, E> twisted(Turn<M, E> turn) {
    return new Turn<>(new Twisted<>(turn.node(), twist), turn.remember(), turn.say(), turn.asks());
  }

  @Override
  public Turn<M, E> begin(List<MemberId> participants) {
    return twisted(twist.of(node, node.begin(participants)));
  }

  @Override
  public Turn<M, E> receive(MemberId from, M message) {
    return twisted(twist.of(node, node.receive(from, message)));
  }

  @Override
  public Turn<M, E> answer(Choice vote) {
    return twisted(twist.of(node, node.answer(vote)));
  }

  @Override
  public Turn<M, E> silence() {
    return twisted(twist.silence(node));
  }

  @Override
  public CommitNode<M, E> recalling(E event) {
    return new Twisted<>(node.recalling(event), twist);
  }

  @Override
  public CommitNode<M, E> recovered(List<E> events) {
    return new Twisted<>(node.recovered(events), twist);
  }

  @Override
  public Optional<Choice> outcome() {
    return node.outcome();
  }

  @Override
  public boolean waits() {
    return node.waits();
  }
}
