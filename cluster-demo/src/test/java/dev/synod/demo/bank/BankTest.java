package dev.synod.demo.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.bank.BankMessage.Open;
import dev.synod.demo.bank.BankMessage.Opened;
import dev.synod.demo.bank.BankMessage.Transfer;
import dev.synod.demo.bank.BankMessage.Transferred;
import dev.synod.demo.bank.BankMessage.Verdict;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BankTest {
  private static final Bank TWO =
      Bank.EMPTY.open(new Open("alice", 100)).state().open(new Open("bob", 5)).state();

  @Test
  void movesMoneyAndCountsTheTransfer() {
    var moved = TWO.transfer(new Transfer("t1", "alice", "bob", 100));

    assertThat(moved.reply()).isEqualTo(new Transferred(Verdict.DONE));
    assertThat(moved.state().balance("alice")).isEqualTo(OptionalLong.of(0));
    assertThat(moved.state().balance("bob")).isEqualTo(OptionalLong.of(105));
    assertThat(moved.state().audit(new Audit(List.of("t1", "t2"))))
        .isEqualTo(
            new Audit.Books(
                2, BigInteger.valueOf(105), 1, new TreeMap<>(Map.of("t1", 1L, "t2", 0L))));
  }

  /** The bank leaves it to sessions that nothing runs twice, so that a failure would be seen. */
  @Test
  void countsATransferThatIsExecutedTwiceAsTwo() {
    var once = TWO.transfer(new Transfer("t1", "alice", "bob", 10)).state();
    var twice = once.transfer(new Transfer("t1", "alice", "bob", 10)).state();

    assertThat(twice.audit(new Audit(List.of("t1"))).counts()).containsEntry("t1", 2L);
    assertThat(twice.balance("bob")).isEqualTo(OptionalLong.of(25));
  }

  @ParameterizedTest
  @CsvSource({
    "alice,bob,101,NO_FUNDS",
    "alice,carla,1,NO_ACCOUNT",
    "carla,bob,1,NO_ACCOUNT",
    "alice,bob,0,BAD_AMOUNT",
    "alice,bob,-1,BAD_AMOUNT",
    "alice,bob,9223372036854775807,BAD_AMOUNT"
  })
  void refusesAndChangesNothing(String from, String to, long cents, Verdict verdict) {
    var refused = TWO.transfer(new Transfer("t1", from, to, cents));

    assertThat(refused.reply()).isEqualTo(new Transferred(verdict));
    assertThat(refused.state()).isEqualTo(TWO);
  }

  @Test
  void aTransferToOneselfMakesNoMoney() {
    var moved = TWO.transfer(new Transfer("t1", "alice", "alice", 60));

    assertThat(moved.reply().verdict()).isEqualTo(Verdict.DONE);
    assertThat(moved.state().balance("alice")).isEqualTo(OptionalLong.of(100));
  }

  @Test
  void opensAnAccountOnce() {
    var again = TWO.open(new Open("alice", 7));

    assertThat(again.reply()).isEqualTo(new Opened(false));
    assertThat(again.state()).isEqualTo(TWO);
    assertThat(TWO.balance("nobody")).isEmpty();
  }
}
