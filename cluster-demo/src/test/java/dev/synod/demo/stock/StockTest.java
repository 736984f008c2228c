package dev.synod.demo.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.stock.StockMessage.Adjust;
import dev.synod.demo.stock.StockMessage.Adjusted;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockTest {
  private static final Stock FIVE = Stock.EMPTY.adjust(new Adjust("widget", 5)).state();

  @ParameterizedTest
  @CsvSource({
    "-4,true,1",
    "-5,true,0",
    "-6,false,5",
    "9223372036854775802,true,9223372036854775807",
    "9223372036854775803,false,5",
    "-9223372036854775808,false,5"
  })
  void staysBetweenZeroAndWhatCanBeCounted(long delta, boolean done, long level) {
    var adjusted = FIVE.adjust(new Adjust("widget", delta));

    assertThat(adjusted.reply()).isEqualTo(new Adjusted(done, level));
    assertThat(adjusted.state().level("widget")).isEqualTo(OptionalLong.of(level));
  }

  @Test
  void knowsNoItemThatNeverCame() {
    assertThat(FIVE.level("gadget")).isEmpty();
    assertThat(FIVE.adjust(new Adjust("gadget", -1)).reply()).isEqualTo(new Adjusted(false, 0));
  }
}
