package dev.synod.demo.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.kv.KeyValueMessage.Cas;
import dev.synod.demo.kv.KeyValueMessage.Delete;
import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.kv.KeyValueMessage.Removed;
import dev.synod.demo.kv.KeyValueMessage.Swapped;
import dev.synod.demo.kv.KeyValueMessage.Written;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyValuesTest {
  private static final KeyValues ONE = KeyValues.EMPTY.put(new Put("a", "x")).state();

  @Test
  void versionsCountTheWritesOfAKey() {
    var second = ONE.put(new Put("a", "y"));
    var other = second.state().put(new Put("b", "z"));

    assertThat(second.reply()).isEqualTo(new Written(2));
    assertThat(other.reply()).isEqualTo(new Written(1));
    assertThat(other.state().get("a")).contains(new Entry("y", 2));
  }

  @Test
  void deletesAndBeginsAnew() {
    var deleted = ONE.delete(new Delete("a"));

    assertThat(deleted.reply()).isEqualTo(new Removed(1));
    assertThat(deleted.state()).isEqualTo(KeyValues.EMPTY);
    assertThat(deleted.state().delete(new Delete("a")).reply()).isEqualTo(new Removed(0));
    assertThat(deleted.state().put(new Put("a", "y")).reply()).isEqualTo(new Written(1));
  }

  /** "Aa" and "BB" have one hash. */
  @Test
  void isWrittenInOneOrderWhateverCameFirst() {
    KeyValues one = ONE.put(new Put("Aa", "x")).state().put(new Put("BB", "x")).state();
    KeyValues other =
        KeyValues.EMPTY.put(new Put("BB", "x")).state().put(new Put("Aa", "x")).state();

    assertThat(one.sorted().keySet()).containsExactly("Aa", "BB", "a");
    assertThat(other.sorted().keySet()).containsExactly("Aa", "BB");
    assertThat(KeyValues.of(one.sorted())).isEqualTo(one);
  }

  @Test
  void swapsOnlyWhatIsExpected() {
    var swapped = ONE.cas(new Cas("a", Optional.of("x"), "y"));
    var refused = ONE.cas(new Cas("a", Optional.of("z"), "y"));

    assertThat(swapped.reply()).isEqualTo(new Swapped(true, 2));
    assertThat(swapped.state().get("a")).contains(new Entry("y", 2));
    assertThat(refused.reply()).isEqualTo(new Swapped(false, 1));
    assertThat(refused.state()).isEqualTo(ONE);
  }

  @Test
  void expectingNothingMeansAbsent() {
    assertThat(KeyValues.EMPTY.cas(new Cas("a", Optional.empty(), "x")).state()).isEqualTo(ONE);
    assertThat(ONE.cas(new Cas("a", Optional.empty(), "y")).reply())
        .isEqualTo(new Swapped(false, 1));
    assertThat(KeyValues.EMPTY.cas(new Cas("a", Optional.of("x"), "y")).reply())
        .isEqualTo(new Swapped(false, 0));
  }
}
