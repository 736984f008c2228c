package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.TransactionId;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.Letter;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.transaction.TransactionEvent.Recorded;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Said;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A member as one of its roles, in a world: what it remembers is durable, or it crashes first. */
final class WorldNode<M extends CommitMessage, E extends CommitEvent> {
  static final long PATIENCE = 1000;

  private final TransactionWorld world;
  private final Circle circle;
  private final Script<M, E> script;
  private final UnaryOperator<History> mistake;
  final MemberId member;
  final CommitRole role;
  private History durable = History.EMPTY;
  private TransactionTable<M, E> table;

  WorldNode(
      TransactionWorld world,
      Circle circle,
      MemberId member,
      CommitRole role,
      Script<M, E> script,
      UnaryOperator<History> mistake) {
    this.world = world;
    this.circle = circle;
    this.script = script;
    this.mistake = mistake;
    this.member = member;
    this.role = role;
    this.table = TransactionTable.recovered(script, PATIENCE, durable, world.moment());
  }

  MemberId id() {
    return role.of(member);
  }

  boolean holdsNothing() {
    return table.rows().isEmpty() && table.history().pasts().isEmpty();
  }

  void restart() {
    if (world.chance().nextInt(2) == 0) {
      durable = History.EMPTY.with(new Recorded(circle, true, durable.notes()));
    }
    table = TransactionTable.recovered(script, PATIENCE, durable, world.moment());
    table.unsettled().forEach(this::tell);
  }

  private void tell(TransactionId transaction) {
    table.outcome(transaction).ifPresent(outcome -> world.decided(this, transaction, outcome));
  }

  void hear(Said said) {
    Optional<Finished> over = table.over(said.transaction());
    if (over.isPresent()) {
      world.post(said.from(), new Released(circle, id(), over.get()));
      return;
    }
    act(
        said.transaction(),
        now ->
            table.receive(
                said.transaction(), said.from(), script.messages().cast(said.message()), now));
  }

  void begin(TransactionId transaction, List<MemberId> participants) {
    act(transaction, now -> table.begin(transaction, participants, now));
  }

  void answer(TransactionId transaction, Choice vote) {
    act(transaction, now -> table.answer(transaction, vote, now));
  }

  void settle(TransactionId transaction) {
    act(transaction, now -> table.settle(transaction));
    report(transaction);
  }

  private void report(TransactionId transaction) {
    if (table.settled(transaction)) {
      table.outcome(transaction).ifPresent(outcome -> world.report(this, transaction, outcome));
    }
  }

  void inquired(TransactionId transaction, Choice outcome) {
    if (outcome == Choice.COMMIT
        && table.over(transaction).isEmpty()
        && !table.rows().containsKey(transaction)) {
      throw new AssertionError(member + " has lost " + transaction);
    }
    report(transaction);
    renounce(transaction);
  }

  void renounce(TransactionId transaction) {
    act(transaction, now -> table.renounce(transaction, now));
  }

  /** What its resource manager has prepared, and may not have been heard of. */
  void doubt(TransactionId transaction) {
    if (table.outcome(transaction).isPresent()) {
      tell(transaction);
    } else {
      renounce(transaction);
    }
  }

  void forget(Finished finished) {
    Act<M, E> act = table.forget(finished);
    if (write(act.remember())) {
      table = act.table();
      durable = mistake.apply(durable);
      table =
          new TransactionTable<>(script, PATIENCE, table.rows(), mistake.apply(table.history()));
    }
  }

  void tick() {
    for (TransactionId late : table.due(world.moment())) {
      act(late, now -> table.silence(late, now));
    }
  }

  /** Nothing is durable, and nothing is said, if it crashes here. */
  private boolean write(List<Note> notes) {
    if (world.crashes(member)) {
      return false;
    }
    durable = durable.with(new Recorded(circle, false, notes));
    return true;
  }

  private void act(TransactionId transaction, Function<Moment, Act<M, E>> told) {
    Act<M, E> act = told.apply(world.moment());
    if (!write(act.remember())) {
      return;
    }
    table = act.table();
    if (!table.history().equals(durable)) {
      throw new AssertionError(table.history() + " is remembered, not " + durable);
    }
    for (Letter<M> letter : act.say()) {
      if (world.crashes(member)) {
        return;
      }
      world.post(
          letter.to(), new Said(circle, id(), transaction, letter.message(), Optional.empty()));
    }
    if (act.asks()) {
      world.asked(this, transaction);
    }
    act.outcome().ifPresent(outcome -> world.decided(this, transaction, outcome));
  }
}
