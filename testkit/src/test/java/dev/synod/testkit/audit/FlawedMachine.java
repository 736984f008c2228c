package dev.synod.testkit.audit;

import dev.synod.api.Applied;
import dev.synod.api.ApplyContext;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import dev.synod.testkit.Bank;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Sums by name, with one of the flaws that users' machines have. */
final class FlawedMachine extends StateMachine<SortedMap<String, Long>> {

  /** What is wrong with it. */
  enum Flaw {
    NONE,
    CHANGES_ITS_STATE,
    LOOKS_AT_THE_CLOCK,
    /** Which tells the same several times. */
    LOOKS_AT_THE_HOUR,
    FOLLOWS_IDENTITY_HASHES,
    REMEMBERS_IN_A_FIELD,
    THROWS_BY_CHANCE,
    QUERY_CHANGES_THE_STATE,
    QUERY_LOOKS_AT_THE_CLOCK,
    REPLY_LOSES_A_FIELD,
    SNAPSHOT_IS_UNBOUND,
    SNAPSHOT_LOSES_A_FIELD,
    STATE_LOSES_A_SUM,
    STATE_IS_NOT_READ
  }

  /** Replies with the sum, in one form or another. */
  record Add(String name, long number) implements Command<Object>, Bank.Wire {}

  /** Whose serializer forgets the second text. */
  record Note(String text, String remark) implements Command<Object> {}

  /** Bound to no serializer. */
  record Unbound() implements Command<Object> {}

  /** Answers with the sum. */
  record Sum(String name) implements Query<Long>, Bank.Wire {}

  private final Flaw flaw;
  private long calls;

  FlawedMachine(Flaw flaw) {
    this.flaw = flaw;
  }

  static Command<?> add(RandomGenerator dice) {
    return new Add("name-" + dice.nextInt(3), 1 + dice.nextInt(9));
  }

  @Override
  public SortedMap<String, Long> emptyState() {
    return new TreeMap<>();
  }

  @Override
  public CommandHandler<SortedMap<String, Long>> commandHandler() {
    return newCommandHandlerBuilder()
        .onCommand(Add.class, this::add)
        .onCommand(Note.class, (context, sums, note) -> Applied.of(sums, note.text()))
        .build();
  }

  private Applied<SortedMap<String, Long>, Object> add(
      ApplyContext context, SortedMap<String, Long> sums, Add add) {
    calls++;
    if (flaw == Flaw.THROWS_BY_CHANCE && calls % 2 == 0) {
      throw new IllegalStateException("not now");
    }
    SortedMap<String, Long> next = flaw == Flaw.CHANGES_ITS_STATE ? sums : new TreeMap<>(sums);
    long extra =
        switch (flaw) {
          case LOOKS_AT_THE_CLOCK -> System.nanoTime();
          case LOOKS_AT_THE_HOUR -> calls / 64;
          case REMEMBERS_IN_A_FIELD -> calls;
          default -> 0;
        };
    long sum = next.merge(add.name(), add.number() + extra, Long::sum);
    return Applied.of(next, reply(sum));
  }

  private Object reply(long sum) {
    return switch (flaw) {
      case REPLY_LOSES_A_FIELD -> new Forgotten("sum", "of " + sum);
      case FOLLOWS_IDENTITY_HASHES -> shuffled();
      default -> sum;
    };
  }

  /** The order of a hash set of objects that have no hash code of their own. */
  private static String shuffled() {
    Set<Object> set = new HashSet<>();
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      int number = i;
      set.add(
          new Object() {
            @Override
            public String toString() {
              return number + ",";
            }
          });
    }
    set.forEach(order::append);
    return order.toString();
  }

  @Override
  public QueryHandler<SortedMap<String, Long>> queryHandler() {
    return newQueryHandlerBuilder().onQuery(Sum.class, this::sum).build();
  }

  private long sum(SortedMap<String, Long> sums, Sum asked) {
    if (flaw == Flaw.QUERY_CHANGES_THE_STATE) {
      return sums.merge(asked.name(), 1L, Long::sum);
    }
    return flaw == Flaw.QUERY_LOOKS_AT_THE_CLOCK
        ? System.nanoTime()
        : sums.getOrDefault(asked.name(), 0L);
  }

  @Override
  public Object snapshotOf(SortedMap<String, Long> sums) {
    return switch (flaw) {
      case SNAPSHOT_IS_UNBOUND -> sums;
      case SNAPSHOT_LOSES_A_FIELD -> new Forgotten("sums", sums.toString());
      default -> new Bank().snapshotOf(sums);
    };
  }

  @Override
  public SortedMap<String, Long> stateOf(Object snapshot) {
    if (flaw == Flaw.STATE_IS_NOT_READ) {
      throw new IllegalStateException("not written yet");
    }
    SortedMap<String, Long> sums = new Bank().stateOf(snapshot);
    return flaw == Flaw.STATE_LOSES_A_SUM ? sums.tailMap("name-1") : sums;
  }
}
