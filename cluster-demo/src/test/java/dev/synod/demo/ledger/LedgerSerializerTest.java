package dev.synod.demo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.demo.bank.BankMessage;
import dev.synod.demo.bank.BankMessage.Open;
import dev.synod.demo.bank.BankMessage.Opened;
import dev.synod.demo.bank.BankMessage.Transfer;
import dev.synod.demo.bank.BankMessage.Transferred;
import dev.synod.demo.bank.BankMessage.Verdict;
import dev.synod.demo.kv.Entry;
import dev.synod.demo.kv.KeyValueMessage;
import dev.synod.demo.kv.KeyValueMessage.Cas;
import dev.synod.demo.kv.KeyValueMessage.Delete;
import dev.synod.demo.kv.KeyValueMessage.Get;
import dev.synod.demo.kv.KeyValueMessage.Held;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.kv.KeyValueMessage.Removed;
import dev.synod.demo.kv.KeyValueMessage.Swapped;
import dev.synod.demo.kv.KeyValueMessage.Written;
import dev.synod.demo.stock.StockMessage;
import dev.synod.demo.stock.StockMessage.Adjust;
import dev.synod.demo.stock.StockMessage.Adjusted;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerSerializerTest {
  private final LedgerSerializer serializer = new LedgerSerializer();

  static List<Object> values() {
    Ledger ledger =
        new Ledger(
            Ledger.EMPTY.keys().put(new Put("schlüssel 🔑", "välue")).state(),
            Ledger.EMPTY.bank().open(new Open("alice", 5)).state(),
            Ledger.EMPTY.stock().adjust(new Adjust("widget", 2)).state());
    return List.of(
        new Put("k", "v".repeat(70_000)),
        new Delete(""),
        new Cas("k", Optional.empty(), "v"),
        new Cas("k", Optional.of("u"), "v"),
        new Get("k"),
        new Held(Optional.empty()),
        new Held(Optional.of(new Entry("ü", 3))),
        new Written(7),
        new Removed(0),
        new Swapped(true, Long.MAX_VALUE),
        new Open("alice", 5),
        new Transfer("t1", "alice", "bob", 5),
        new Opened(true),
        new Transferred(Verdict.NO_FUNDS),
        new Adjust("widget", -3),
        new Adjusted(false, 2),
        Ledger.EMPTY,
        ledger);
  }

  @ParameterizedTest
  @MethodSource("values")
  void readsWhatItWrote(Object value) throws NotSerializableException {
    byte[] bytes = serializer.toBinary(value);

    assertThat(serializer.fromBinary(bytes, serializer.manifest(value))).isEqualTo(value);
  }

  @Test
  void knowsAFormForEachMessage() {
    Stream.of(KeyValueMessage.class, BankMessage.class, StockMessage.class)
        .flatMap(room -> Stream.of(room.getPermittedSubclasses()))
        .forEach(
            type ->
                assertThat(values()).as("an example of " + type).hasAtLeastOneElementOfType(type));
  }

  /** What lies in journals must stay readable: a change of these bytes needs a new manifest. */
  @Test
  void keepsItsBytes() {
    assertThat(serializer.identifier()).isEqualTo(7356);
    assertThat(golden(new Put("k", "ü"))).isEqualTo("p 000000016b00000002c3bc");
    assertThat(golden(new Cas("k", Optional.of("u"), "v")))
        .isEqualTo("c 000000016b0100000001750000000176");
    assertThat(golden(new Transfer("t", "a", "b", 5)))
        .isEqualTo("t 00000001740000000161000000016200000000000000" + "05");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "?"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("'?'");
    assertThatThrownBy(() -> serializer.toBinary("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String");
    assertThatThrownBy(() -> serializer.fromBinary(new byte[] {0, 0, 0, 9, 1}, "d"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("5 B are no Delete")
        .hasRootCauseMessage("text of 9 B ends after 1 B");
    assertThatThrownBy(() -> serializer.fromBinary(new byte[] {-1, -1, -1, -1}, "d"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("4 B are no Delete")
        .hasRootCauseMessage("text of -1 B ends after 0 B");
    assertThatThrownBy(() -> serializer.fromBinary(new byte[7], "w"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("7 B are no Written")
        .hasRootCauseMessage("a number ends after 7 B");
  }

  private String golden(Object value) {
    return serializer.manifest(value) + " " + HexFormat.of().formatHex(serializer.toBinary(value));
  }
}
