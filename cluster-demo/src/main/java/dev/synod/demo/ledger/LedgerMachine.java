package dev.synod.demo.ledger;

import dev.synod.api.Applied;
import dev.synod.api.StateMachine;
import dev.synod.demo.bank.Audit;
import dev.synod.demo.bank.Balance;
import dev.synod.demo.bank.BankMessage.Open;
import dev.synod.demo.bank.BankMessage.Transfer;
import dev.synod.demo.kv.KeyValueMessage.Cas;
import dev.synod.demo.kv.KeyValueMessage.Delete;
import dev.synod.demo.kv.KeyValueMessage.Get;
import dev.synod.demo.kv.KeyValueMessage.Held;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.stock.Level;
import dev.synod.demo.stock.StockMessage.Adjust;
import java.util.function.Function;

/**
 * The demo's state machine. It refuses by replies, never by exceptions; its state is its own
 * snapshot, since {@link LedgerSerializer} writes equal states as equal bytes.
 */
public final class LedgerMachine extends StateMachine<Ledger> {

  @Override
  public Ledger emptyState() {
    return Ledger.EMPTY;
  }

  @Override
  public CommandHandler<Ledger> commandHandler() {
    return newCommandHandlerBuilder()
        .onCommand(Put.class, (at, state, put) -> in(state.keys().put(put), state::with))
        .onCommand(Delete.class, (at, state, key) -> in(state.keys().delete(key), state::with))
        .onCommand(Cas.class, (at, state, cas) -> in(state.keys().cas(cas), state::with))
        .onCommand(Open.class, (at, state, open) -> in(state.bank().open(open), state::with))
        .onCommand(Transfer.class, (at, state, it) -> in(state.bank().transfer(it), state::with))
        .onCommand(Adjust.class, (at, state, it) -> in(state.stock().adjust(it), state::with))
        .build();
  }

  @Override
  public QueryHandler<Ledger> queryHandler() {
    return newQueryHandlerBuilder()
        .onQuery(Get.class, (state, get) -> new Held(state.keys().get(get.key())))
        .onQuery(Balance.class, (state, asked) -> state.bank().balance(asked.account()))
        .onQuery(Audit.class, (state, audit) -> state.bank().audit(audit))
        .onQuery(Level.class, (state, asked) -> state.stock().level(asked.item()))
        .build();
  }

  private static <P, R> Applied<Ledger, R> in(Applied<P, R> part, Function<P, Ledger> whole) {
    return Applied.of(whole.apply(part.state()), part.reply());
  }
}
