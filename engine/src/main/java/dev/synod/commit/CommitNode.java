package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * One node's part in one transaction, under any of the protocols: an immutable value, told one
 * thing at a time.
 *
 * <p>A node that comes back from a crash is what {@link #recovered} makes of its events: all that a
 * protocol does not remember by an event, such as the votes counted so far, is lost then, and each
 * type says which that is. Its outcome is durable where that matters; a resource manager is told it
 * again after each recovery.
 *
 * @param <M> what its nodes say to each other
 * @param <E> what its nodes remember
 */
public interface CommitNode<M, E> {
  /** A transaction of these participants begins here, for the first time or again. */
  default Turn<M, E> begin(List<MemberId> participants) {
    return Turn.stay(this);
  }

  /** A letter has come. */
  Turn<M, E> receive(MemberId from, M message);

  /** The own resource manager votes; {@link Choice#COMMIT} only if it has made that durable. */
  default Turn<M, E> answer(Choice vote) {
    return Turn.stay(this);
  }

  /** It has waited as long as it is willing to. How long that is, its owner knows. */
  default Turn<M, E> silence() {
    return Turn.stay(this);
  }

  /** With one event of its journal. */
  CommitNode<M, E> recalling(E event);

  /** Called on a node that was told nothing yet: what it is after a crash. */
  default CommitNode<M, E> recovered(List<E> events) {
    CommitNode<M, E> node = this;
    for (E event : events) {
      node = node.recalling(event);
    }
    return node;
  }

  /** What is decided, as far as this node knows. */
  Optional<Choice> outcome();

  /** Whether it waits for somebody, so that {@link #silence} means something to it. */
  default boolean waits() {
    return false;
  }
}
