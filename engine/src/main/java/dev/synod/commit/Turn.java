package dev.synod.commit;

import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What follows when a node is told something. First {@code remember} becomes durable, in one write;
 * only then {@code say} leaves (rule A3).
 *
 * @param node its state afterwards
 * @param asks whether its resource manager is to be asked for its vote, which comes by {@link
 *     CommitNode#answer}
 */
public record Turn<M, E>(
    CommitNode<M, E> node, List<E> remember, List<Letter<M>> say, boolean asks) {
  /** Copies the lists: a turn never changes. */
  public Turn {
    remember = List.copyOf(remember);
    say = List.copyOf(say);
  }

  /** Nothing to remember, nothing to say. */
  static <M, E> Turn<M, E> stay(CommitNode<M, E> node) {
    return new Turn<>(node, List.of(), List.of(), false);
  }

  /** The node remembers one event. */
  static <M, E> Turn<M, E> remembering(CommitNode<M, E> node, E event) {
    return new Turn<>(node.recalling(event), List.of(event), List.of(), false);
  }

  /** With a question to the resource manager. */
  Turn<M, E> asking() {
    return new Turn<>(node, remember, say, true);
  }

  /** With one letter more. */
  Turn<M, E> saying(MemberId to, M message) {
    return saying(List.of(to), message);
  }

  /** With one letter more for each of these. */
  Turn<M, E> saying(Collection<MemberId> all, M message) {
    List<Letter<M>> more = new ArrayList<>(say);
    all.forEach(to -> more.add(new Letter<>(to, message)));
    return new Turn<>(node, remember, more, asks);
  }

  /** This turn, then another from where it leads to, in the same write. */
  Turn<M, E> then(Turn<M, E> next) {
    List<E> events = new ArrayList<>(remember);
    events.addAll(next.remember);
    List<Letter<M>> letters = new ArrayList<>(say);
    letters.addAll(next.say);
    return new Turn<>(next.node, events, letters, asks || next.asks);
  }
}
