package dev.synod.testkit;

import dev.synod.api.Applied;
import dev.synod.api.Command;
import dev.synod.api.Query;
import dev.synod.api.StateMachine;
import java.util.SortedMap;
import java.util.TreeMap;

/** Accounts with a balance in cents: the state machine of the README. */
public final class Bank extends StateMachine<SortedMap<String, Long>> {

  /** Bound to a serializer in application.conf. */
  public interface Wire {}

  /** Replies with the new balance. */
  public record Deposit(String account, long cents) implements Command<Long>, Wire {}

  /** Answers with the balance. */
  public record Balance(String account) implements Query<Long>, Wire {}

  @Override
  public SortedMap<String, Long> emptyState() {
    return new TreeMap<>();
  }

  @Override
  public CommandHandler<SortedMap<String, Long>> commandHandler() {
    return newCommandHandlerBuilder()
        .onCommand(
            Deposit.class,
            (context, balances, deposit) -> {
              var next = new TreeMap<>(balances);
              long balance = next.merge(deposit.account(), deposit.cents(), Long::sum);
              return Applied.of(next, balance);
            })
        .build();
  }

  @Override
  public QueryHandler<SortedMap<String, Long>> queryHandler() {
    return newQueryHandlerBuilder()
        .onQuery(Balance.class, (balances, asked) -> balances.getOrDefault(asked.account(), 0L))
        .build();
  }

  /** A line per account: alice=500. */
  @Override
  public Object snapshotOf(SortedMap<String, Long> balances) {
    return String.join("\n", balances.entrySet().stream().map(Object::toString).toList());
  }

  @Override
  public SortedMap<String, Long> stateOf(Object snapshot) {
    var balances = new TreeMap<String, Long>();
    for (String line : ((String) snapshot).lines().toList()) {
      int end = line.lastIndexOf('=');
      balances.put(line.substring(0, end), Long.valueOf(line.substring(end + 1)));
    }
    return balances;
  }
}
