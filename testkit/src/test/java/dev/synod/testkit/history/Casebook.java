package dev.synod.testkit.history;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Drawn histories, set apart by empty lines. The first line of each names it; behind a bar may
 * stand the operation that is expected to be the one that does not fit.
 */
record Casebook(String name, String culprit, String sketch) {

  static Stream<Casebook> of(String text) {
    return Arrays.stream(text.split("\n\n")).map(Casebook::one);
  }

  private static Casebook one(String text) {
    List<String> lines = text.lines().toList();
    String[] title = lines.get(0).split("\\|", -1);
    return new Casebook(
        title[0].trim(),
        title.length > 1 ? title[1].trim() : "",
        String.join("\n", lines.subList(1, lines.size())));
  }

  <S, I, O> void requireGood(Model<S, I, O> model, List<Operation<I, O>> history) {
    Verdict<I, O> verdict = new LinearizabilityChecker<>(model).check(history);
    if (!verdict.isLinearizable() || !new BruteForce<>(model).linearizable(history)) {
      throw new AssertionError(name + " should be linearizable:\n" + sketch + "\n" + verdict);
    }
    Witness.require(model, history, verdict);
  }

  <S, I, O> void requireBad(Model<S, I, O> model, List<Operation<I, O>> history) {
    Verdict<I, O> verdict = new LinearizabilityChecker<>(model).check(history);
    if (!(verdict instanceof Verdict.Violation<I, O> violation)
        || new BruteForce<>(model).linearizable(history)) {
      throw new AssertionError(name + " should not be linearizable:\n" + sketch + "\n" + verdict);
    }
    Operation<I, O> found = violation.culprit();
    String words = found.client() + " " + model.describe(found.input(), found.output());
    if (!words.equals(culprit)) {
      throw new AssertionError("%s blames %s:\n%s\n%s".formatted(name, words, sketch, verdict));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
