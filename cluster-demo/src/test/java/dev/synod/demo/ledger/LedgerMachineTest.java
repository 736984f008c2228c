package dev.synod.demo.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Applied;
import dev.synod.api.ApplyContext;
import dev.synod.api.Command;
import dev.synod.demo.bank.Audit;
import dev.synod.demo.bank.Balance;
import dev.synod.demo.bank.BankMessage.Open;
import dev.synod.demo.bank.BankMessage.Transfer;
import dev.synod.demo.kv.Entry;
import dev.synod.demo.kv.KeyValueMessage.Cas;
import dev.synod.demo.kv.KeyValueMessage.Delete;
import dev.synod.demo.kv.KeyValueMessage.Get;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.stock.Level;
import dev.synod.demo.stock.StockMessage.Adjust;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LedgerMachineTest {
  private static final List<Command<?>> COMMANDS =
      List.of(
          new Put("k", "v"),
          new Put("gone", "v"),
          new Delete("gone"),
          new Cas("k", Optional.of("v"), "w"),
          new Open("alice", 50),
          new Open("bob", 0),
          new Transfer("t1", "alice", "bob", 20),
          new Adjust("widget", 3));

  private final LedgerMachine machine = new LedgerMachine();

  @Test
  void handsEachCommandToItsRoom() {
    Ledger state = after(COMMANDS);

    var ask = machine.queryHandler();
    assertThat(ask.answer(state, new Get("k")).entry()).contains(new Entry("w", 2));
    assertThat(ask.answer(state, new Get("gone")).entry()).isEmpty();
    assertThat(ask.answer(state, new Balance("bob"))).isEqualTo(OptionalLong.of(20));
    assertThat(ask.answer(state, new Audit(List.of())).cents()).isEqualTo(50);
    assertThat(ask.answer(state, new Level("widget"))).isEqualTo(OptionalLong.of(3));
  }

  @Test
  void equalCommandsGiveEqualStatesAndEqualBytes() {
    LedgerSerializer serializer = new LedgerSerializer();

    Ledger one = after(COMMANDS);
    Ledger other = after(COMMANDS);

    assertThat(one).isEqualTo(other);
    assertThat(serializer.toBinary(machine.snapshotOf(one)))
        .isEqualTo(serializer.toBinary(machine.snapshotOf(other)));
  }

  @Test
  void aStateIsReadBackFromItsSnapshot() throws Exception {
    LedgerSerializer serializer = new LedgerSerializer();
    Ledger state = after(COMMANDS);
    Object snapshot = machine.snapshotOf(state);

    Object read =
        serializer.fromBinary(serializer.toBinary(snapshot), serializer.manifest(snapshot));

    assertThat(machine.stateOf(read)).isEqualTo(state);
  }

  private Ledger after(List<Command<?>> commands) {
    var handler = machine.commandHandler();
    Ledger state = machine.emptyState();
    for (int i = 0; i < commands.size(); i++) {
      Applied<Ledger, Object> applied =
          handler.apply(new ApplyContext(i + 1, 0), state, commands.get(i));
      state = applied.state();
    }
    return state;
  }
}
