package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.TransactionId;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.CommitNode;
import dev.synod.commit.Turn;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.transaction.Note.Forgotten;
import dev.synod.transaction.Note.Remembered;
import dev.synod.transaction.Note.Settled;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pcollections.TreePMap;

/**
 * All transactions that a node plays its role in. What is forgotten stays so: it would be voted on
 * once more (rules K1, T5).
 *
 * @param patience milliseconds until who waits does something about it, at least, and at most twice
 *     as many
 * @param rows of those that it has heard of, and that are not forgotten
 * @param history with all that was ever to be remembered, also if it is not durable yet
 */
public record TransactionTable<M extends CommitMessage, E extends CommitEvent>(
    Script<M, E> script, long patience, TreePMap<TransactionId, Row<M, E>> rows, History history) {

  /** What is left after a crash; of who has remembered nothing, the beginning. */
  static <M extends CommitMessage, E extends CommitEvent> TransactionTable<M, E> recovered(
      Script<M, E> script, long patience, History history, Moment moment) {
    TreePMap<TransactionId, Row<M, E>> rows = TreePMap.empty();
    for (TransactionId transaction : history.pasts().keySet()) {
      List<E> events =
          Optional.ofNullable(history.pasts().get(transaction)).orElseThrow().events().stream()
              .map(script.events()::cast)
              .toList();
      rows =
          rows.plus(
              transaction,
              Row.of(script.birth().apply(transaction).recovered(events), patience, moment));
    }
    return new TransactionTable<>(script, patience, rows, history);
  }

  /** The transaction begins here, or is to be gone on with; the outcome is told if it is known. */
  Act<M, E> begin(TransactionId transaction, List<MemberId> participants, Moment moment) {
    Act<M, E> act = run(transaction, node -> node.begin(participants), moment);
    return act.telling(act.table().outcome(transaction));
  }

  /** A letter has come. */
  Act<M, E> receive(TransactionId transaction, MemberId from, M message, Moment moment) {
    return run(transaction, node -> node.receive(from, message), moment);
  }

  /** The resource manager has voted. */
  Act<M, E> answer(TransactionId transaction, Choice vote, Moment moment) {
    return rows.containsKey(transaction)
        ? run(transaction, node -> node.answer(vote), moment)
        : Act.stay(this);
  }

  /**
   * A transaction that this participant has not voted in will not be heard of any more, or must not
   * be: so it is aborted here, and that is remembered (rule T5).
   */
  Act<M, E> renounce(TransactionId transaction, Moment moment) {
    boolean engaged =
        Optional.ofNullable(rows.get(transaction))
            .map(Row::node)
            .filter(node -> node.waits() || node.outcome().isPresent())
            .isPresent();
    return engaged ? Act.stay(this) : run(transaction, node -> node.answer(Choice.ABORT), moment);
  }

  /** It has waited long enough. */
  Act<M, E> silence(TransactionId transaction, Moment moment) {
    Act<M, E> act = run(transaction, CommitNode::silence, moment);
    Row<M, E> row = Optional.ofNullable(act.table().rows.get(transaction)).orElseThrow();
    return act.at(act.table().with(transaction, row.silent(patience, moment)));
  }

  /** Those that have waited long enough. */
  List<TransactionId> due(Moment moment) {
    return rows.entrySet().stream()
        .filter(row -> row.getValue().due(moment))
        .map(row -> row.getKey())
        .toList();
  }

  /** The resource manager has done what was decided. */
  Act<M, E> settle(TransactionId transaction) {
    return rows.containsKey(transaction) && !settled(transaction)
        ? remembering(rows, new Settled(transaction))
        : Act.stay(this);
  }

  /** These are done with by everybody. */
  Act<M, E> forget(Finished finished) {
    Optional<Finished> known = Optional.ofNullable(history.finished().get(finished.origin()));
    if (known.isPresent() && !finished.exceeds(known.get())) {
      return Act.stay(this);
    }
    return remembering(
        rows.minusAll(rows.keySet().stream().filter(finished::has).toList()),
        new Forgotten(finished));
  }

  private Act<M, E> remembering(TreePMap<TransactionId, Row<M, E>> next, Note note) {
    return Act.remembering(
        new TransactionTable<>(script, patience, next, history.with(List.of(note))), note);
  }

  private Act<M, E> run(
      TransactionId transaction, Function<CommitNode<M, E>, Turn<M, E>> told, Moment moment) {
    if (over(transaction).isPresent()) {
      return Act.stay(this);
    }
    Row<M, E> row =
        Optional.ofNullable(rows.get(transaction))
            .orElseGet(() -> Row.of(script.birth().apply(transaction), patience, moment));
    Turn<M, E> turn = told.apply(row.node());
    List<Note> notes =
        turn.remember().isEmpty()
            ? List.of()
            : List.of(new Remembered(transaction, List.copyOf(turn.remember())));
    TransactionTable<M, E> next =
        new TransactionTable<>(
            script, patience, rows.plus(transaction, row.with(turn.node())), history.with(notes));
    boolean news = row.node().outcome().isEmpty();
    return new Act<>(
        next, notes, turn.say(), turn.asks(), news ? turn.node().outcome() : Optional.empty());
  }

  private TransactionTable<M, E> with(TransactionId transaction, Row<M, E> row) {
    return new TransactionTable<>(script, patience, rows.plus(transaction, row), history);
  }

  /** By whom it is known to be over, if it is forgotten. */
  Optional<Finished> over(TransactionId transaction) {
    return Optional.ofNullable(history.finished().get(transaction.origin()))
        .filter(finished -> finished.has(transaction));
  }

  /** What is decided in it, as far as it is known here. */
  Optional<Choice> outcome(TransactionId transaction) {
    return Optional.ofNullable(rows.get(transaction)).flatMap(row -> row.node().outcome());
  }

  /** Whether the resource manager is done with it. */
  boolean settled(TransactionId transaction) {
    return history.pasts().getOrDefault(transaction, History.Past.NONE).settled();
  }

  /** Those that are decided, and whose resource manager is not done with them. */
  List<TransactionId> unsettled() {
    return rows.keySet().stream().filter(one -> outcome(one).isPresent() && !settled(one)).toList();
  }
}
