package dev.synod.testkit.real;

import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import dev.synod.testkit.Bank;
import java.util.Arrays;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * Keeps the numbers that it is told, in order; one of a bound and above has to wait at its gate.
 */
final class Gated extends StateMachine<PVector<Integer>> {
  private int bound = Integer.MAX_VALUE;
  private boolean waiting;

  /** Replies with the number of numbers. */
  record Note(int number, String filling) implements Command<Integer>, Bank.Wire {}

  /** All numbers. */
  record All() implements Query<List<Integer>>, Bank.Wire {}

  /** Numbers below this pass, also one that waits. */
  synchronized void passBelow(int number) {
    bound = number;
    notifyAll();
  }

  void passAll() {
    passBelow(Integer.MAX_VALUE);
  }

  /** Whether a number waits: the replica's actor is blocked. */
  synchronized boolean isWaiting() {
    return waiting;
  }

  private synchronized void pass(int number) {
    try {
      while (number >= bound) {
        waiting = true;
        wait();
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("interrupted at the gate", interrupted);
    } finally {
      waiting = false;
    }
  }

  @Override
  public PVector<Integer> emptyState() {
    return TreePVector.empty();
  }

  @Override
  public CommandHandler<PVector<Integer>> commandHandler() {
    return newCommandHandlerBuilder()
        .onCommand(
            Note.class,
            (context, numbers, note) -> {
              pass(note.number());
              return Applied.of(numbers.plus(note.number()), numbers.size() + 1);
            })
        .build();
  }

  @Override
  public QueryHandler<PVector<Integer>> queryHandler() {
    return newQueryHandlerBuilder()
        .onQuery(All.class, (numbers, all) -> List.copyOf(numbers))
        .build();
  }

  @Override
  public Object snapshotOf(PVector<Integer> numbers) {
    return String.join(" ", numbers.stream().map(String::valueOf).toList());
  }

  @Override
  public PVector<Integer> stateOf(Object snapshot) {
    String numbers = (String) snapshot;
    return numbers.isEmpty()
        ? TreePVector.empty()
        : TreePVector.from(Arrays.stream(numbers.split(" ")).map(Integer::valueOf).toList());
  }
}
