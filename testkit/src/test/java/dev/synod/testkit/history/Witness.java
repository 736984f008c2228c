package dev.synod.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

/** Checks the order that a verdict offers as proof. */
final class Witness {

  private Witness() {}

  /** The order holds every known operation once, keeps real time, and the model allows it. */
  static <S, I, O> void require(
      Model<S, I, O> model, List<Operation<I, O>> history, Verdict<I, O> verdict) {
    if (!(verdict instanceof Verdict.Linearizable<I, O> proven)) {
      return;
    }
    List<Operation<I, O>> all = proven.orders().values().stream().flatMap(List::stream).toList();
    assertThat(all.stream().filter(Operation::isKnown).toList())
        .containsExactlyInAnyOrderElementsOf(history.stream().filter(Operation::isKnown).toList());
    assertThat(history).containsAll(all);
    proven.orders().forEach((part, order) -> replay(model, part, order));
  }

  private static <S, I, O> void replay(
      Model<S, I, O> model, Object part, List<Operation<I, O>> order) {
    S state = model.initial();
    long latestStart = -1;
    for (Operation<I, O> one : order) {
      assertThat(model.partition(one.input())).isEqualTo(part);
      assertThat(one.end())
          .as("%s comes too late in %s", one, order)
          .isGreaterThanOrEqualTo(latestStart);
      latestStart = Math.max(latestStart, one.start());
      Optional<S> after =
          one.isKnown()
              ? model.apply(state, one.input(), one.output().orElseThrow())
              : Optional.of(model.applyUnknown(state, one.input()));
      assertThat(after).as("%s in state %s of %s", one, state, order).isPresent();
      state = after.orElseThrow();
    }
  }
}
