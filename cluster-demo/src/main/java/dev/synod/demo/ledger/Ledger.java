package dev.synod.demo.ledger;

import dev.synod.demo.bank.Bank;
import dev.synod.demo.kv.KeyValues;
import dev.synod.demo.stock.Stock;

/** All that the demo's replicas hold. A value: equal after equal commands. */
public record Ledger(KeyValues keys, Bank bank, Stock stock) {
  /** Nothing yet. */
  public static final Ledger EMPTY = new Ledger(KeyValues.EMPTY, Bank.EMPTY, Stock.EMPTY);

  Ledger with(KeyValues next) {
    return new Ledger(next, bank, stock);
  }

  Ledger with(Bank next) {
    return new Ledger(keys, next, stock);
  }

  Ledger with(Stock next) {
    return new Ledger(keys, bank, next);
  }
}
