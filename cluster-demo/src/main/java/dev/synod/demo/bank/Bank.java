package dev.synod.demo.bank;

import dev.synod.api.Applied;
import dev.synod.demo.bank.Audit.Books;
import dev.synod.demo.bank.BankMessage.Open;
import dev.synod.demo.bank.BankMessage.Opened;
import dev.synod.demo.bank.BankMessage.Transfer;
import dev.synod.demo.bank.BankMessage.Transferred;
import dev.synod.demo.bank.BankMessage.Verdict;
import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * All accounts. A transfer leaves the sum of the balances as it was, and no balance below zero.
 *
 * @param balances cents per account
 * @param executions how often each transfer was executed
 */
public record Bank(TreePMap<String, Long> balances, TreePMap<String, Long> executions) {
  /** No accounts. */
  public static final Bank EMPTY = new Bank(TreePMap.empty(), TreePMap.empty());

  /** Opens an account; one that is there stays as it is. */
  public Applied<Bank, Opened> open(Open open) {
    return balances.containsKey(open.account())
        ? Applied.of(this, new Opened(false))
        : Applied.of(
            new Bank(balances.plus(open.account(), open.cents()), executions), new Opened(true));
  }

  /** Moves money and counts it, or changes nothing and says why. */
  public Applied<Bank, Transferred> transfer(Transfer transfer) {
    Long payer = balances.get(transfer.from());
    Long payee = balances.get(transfer.to());
    if (payer == null || payee == null) {
      return refused(Verdict.NO_ACCOUNT);
    }
    if (transfer.cents() < 1 || payee > Long.MAX_VALUE - transfer.cents()) {
      return refused(Verdict.BAD_AMOUNT);
    }
    if (payer < transfer.cents()) {
      return refused(Verdict.NO_FUNDS);
    }
    // The payee is read again after the payer was written: both may be the same account.
    TreePMap<String, Long> paid = balances.plus(transfer.from(), payer - transfer.cents());
    return Applied.of(
        new Bank(
            paid.plus(transfer.to(), paid.getOrDefault(transfer.to(), 0L) + transfer.cents()),
            executions.plus(transfer.id(), executed(transfer.id()) + 1)),
        new Transferred(Verdict.DONE));
  }

  /** What an account holds. */
  public OptionalLong balance(String account) {
    Long cents = balances.get(account);
    return cents == null ? OptionalLong.empty() : OptionalLong.of(cents);
  }

  /** The sums, and the counts that were asked for. */
  public Books audit(Audit audit) {
    SortedMap<String, Long> counts = new TreeMap<>();
    audit.transfers().forEach(id -> counts.put(id, executed(id)));
    return new Books(
        balances.size(),
        balances.values().stream()
            .map(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add),
        executions.values().stream().mapToLong(Long::longValue).sum(),
        counts);
  }

  private long executed(String id) {
    return executions.getOrDefault(id, 0L);
  }

  private Applied<Bank, Transferred> refused(Verdict verdict) {
    return Applied.of(this, new Transferred(verdict));
  }
}
