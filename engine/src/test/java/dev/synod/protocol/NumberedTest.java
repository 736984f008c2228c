package dev.synod.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class NumberedTest {
  private enum Kind {
    PLUS,
    MINUS,
    MINUS_THROUGH
  }

  private record Step(Kind kind, long number, int value) {
    Numbered<Integer> on(Numbered<Integer> before) {
      return switch (kind) {
        case PLUS -> before.plus(number, value);
        case MINUS -> before.minus(number);
        case MINUS_THROUGH -> before.minusThrough(number);
      };
    }

    void on(TreeMap<Long, Integer> model) {
      switch (kind) {
        case PLUS -> model.put(number, value);
        case MINUS -> model.remove(number);
        case MINUS_THROUGH -> model.headMap(number, true).clear();
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> close = Arbitraries.longs().between(-70, 130);
    Arbitrary<Long> number =
        Arbitraries.frequencyOf(
            Tuple.of(9, close),
            Tuple.of(1, Arbitraries.of(Long.MIN_VALUE, 1L << 40, Long.MAX_VALUE)));
    return Combinators.combine(
            Arbitraries.of(Kind.PLUS, Kind.PLUS, Kind.PLUS, Kind.MINUS, Kind.MINUS_THROUGH),
            number,
            Arbitraries.integers())
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void holdsWhatASortedMapHolds(@ForAll("steps") List<Step> steps, @ForAll long asked) {
    TreeMap<Long, Integer> model = new TreeMap<>();
    Numbered<Integer> numbered = Numbered.empty();
    for (Step step : steps) {
      Map<Long, Integer> earlier = new HashMap<>(model);
      Numbered<Integer> before = numbered;
      numbered = step.on(numbered);
      step.on(model);

      assertThat(before).as("what was there before").isEqualTo(earlier);
      assertThat(numbered.size()).isEqualTo(model.size());
      assertThat(numbered.at(step.number())).isEqualTo(model.get(step.number()));
      assertThat(from(numbered, step.number()))
          .isEqualTo(new ArrayList<>(model.tailMap(step.number(), true).entrySet()));
    }
    assertThat(new ArrayList<>(numbered.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
    assertThat(numbered.get(asked)).isEqualTo(model.get(asked));
    if (!model.isEmpty()) {
      assertThat(numbered.first()).isEqualTo(model.firstKey());
      assertThat(numbered.last()).isEqualTo(model.lastKey());
    }
  }

  @Test
  void hasNeitherEndWhereThereIsNothing() {
    Numbered<String> gone = Numbered.<String>empty().plus(7, "a").minus(7);

    assertThat(gone).isEmpty();
    assertThat(gone.minusThrough(9)).isSameAs(gone);
    assertThatThrownBy(gone::first).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(gone::last).isInstanceOf(NoSuchElementException.class);
  }

  private static List<Map.Entry<Long, Integer>> from(Numbered<Integer> numbered, long number) {
    List<Map.Entry<Long, Integer>> all = new ArrayList<>();
    numbered.from(number).forEachRemaining(all::add);
    return all;
  }
}
