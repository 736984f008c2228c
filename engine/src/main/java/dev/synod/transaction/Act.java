package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.Letter;
import java.util.List;
import java.util.Optional;

/**
 * What follows when a node is told something of a transaction. First {@code remember} becomes
 * durable; only then all the rest happens (rule A3).
 *
 * @param table the node's transactions afterwards
 * @param asks whether the resource manager is to be asked for its vote
 * @param outcome what is decided, if that is news, or was asked for
 */
public record Act<M extends CommitMessage, E extends CommitEvent>(
    TransactionTable<M, E> table,
    List<Note> remember,
    List<Letter<M>> say,
    boolean asks,
    Optional<Choice> outcome) {
  /** Copies the lists. */
  public Act {
    remember = List.copyOf(remember);
    say = List.copyOf(say);
  }

  /** Nothing follows. */
  static <M extends CommitMessage, E extends CommitEvent> Act<M, E> stay(
      TransactionTable<M, E> table) {
    return new Act<>(table, List.of(), List.of(), false, Optional.empty());
  }

  /** The same with another table. */
  Act<M, E> at(TransactionTable<M, E> other) {
    return new Act<>(other, remember, say, asks, outcome);
  }

  /** The same with this outcome. */
  Act<M, E> telling(Optional<Choice> decided) {
    return new Act<>(table, remember, say, asks, decided);
  }

  /** One thing to remember follows. */
  static <M extends CommitMessage, E extends CommitEvent> Act<M, E> remembering(
      TransactionTable<M, E> table, Note note) {
    return new Act<>(table, List.of(note), List.of(), false, Optional.empty());
  }
}
