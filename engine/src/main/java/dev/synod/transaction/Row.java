package dev.synod.transaction;

import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.CommitNode;
import dev.synod.protocol.Moment;

/**
 * One transaction in a node's table.
 *
 * @param node what the rules say of it
 * @param silences how often it has waited in vain; volatile
 * @param due when it has waited long enough, in milliseconds of the node's clock; volatile
 */
record Row<M extends CommitMessage, E extends CommitEvent>(
    CommitNode<M, E> node, int silences, long due) {
  /** Milliseconds, about which the first repetition takes. */
  private static final long STEP = 250;

  private static final int DOUBLINGS = 10;

  /** Of a transaction that nothing was heard of before. */
  static <M extends CommitMessage, E extends CommitEvent> Row<M, E> of(
      CommitNode<M, E> node, long patience, Moment moment) {
    return new Row<>(node, 0, moment.now() + patience + moment.chance().nextLong(patience));
  }

  /** After something was heard. */
  Row<M, E> with(CommitNode<M, E> next) {
    return new Row<>(next, silences, due);
  }

  /**
   * After it has waited in vain: it waits anew, ever longer and at random, so that of leaders in a
   * duel one comes through.
   */
  Row<M, E> silent(long patience, Moment moment) {
    long most = Math.min(patience, STEP << Math.min(silences, DOUBLINGS));
    return new Row<>(
        node, silences + 1, moment.now() + most + moment.chance().nextLong(Math.max(1, most)));
  }

  /** Whether it waits, and has done so for long enough. */
  boolean due(Moment moment) {
    return node.waits() && due <= moment.now();
  }
}
