package dev.synod.demo.show;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares what the clients were told with what the group holds. */
final class Checks {
  private static final int EXAMPLES = 3;

  private final List<Check> checks = new ArrayList<>();

  /**
   * One promise, kept or not.
   *
   * @param detail figures, and examples of what is wrong
   */
  record Check(String promise, boolean ok, String detail) {}

  /** All promises about data; lines are those of the workload. */
  static List<Check> of(int lines, Tally tally, Books before, Books after) {
    Checks checks = new Checks();
    checks.outcomes(lines, tally);
    checks.transfers(tally, before, after);
    checks.check(
        "the sum of all balances is unchanged",
        after.cents() == before.cents() + tally.openedCents(),
        "%d cents, opened with %d".formatted(after.cents(), before.cents() + tally.openedCents()));
    checks.inventory(tally, before, after);
    return checks.checks;
  }

  /** The promise that replicas hold the same. */
  static Check replicas(boolean agree, List<View> views) {
    return new Check("all replicas hold the same state", agree, views.toString());
  }

  private void outcomes(int lines, Tally tally) {
    check(
        "each line has an outcome",
        tally.finished() == lines && tally.doubts().isEmpty(),
        "%d of %d%s"
            .formatted(tally.finished() - tally.doubts().size(), lines, some(tally.doubts())));
  }

  private void transfers(Tally tally, Books before, Books after) {
    List<String> done = tally.done();
    List<String> wrong = done.stream().filter(id -> executed(id, before, after) != 1).toList();
    check(
        "each acknowledged transfer is there exactly once",
        wrong.isEmpty(),
        "%d of %d%s".formatted(done.size() - wrong.size(), done.size(), some(wrong)));
    List<String> ghosts =
        tally.refused().stream().filter(id -> executed(id, before, after) != 0).toList();
    long executed = after.executed() - before.executed();
    check(
        "no other transfer is there",
        ghosts.isEmpty() && executed == done.size(),
        "%d executed, %d acknowledged, %d refused%s"
            .formatted(executed, done.size(), tally.refused().size(), some(ghosts)));
  }

  private void inventory(Tally tally, Books before, Books after) {
    SortedMap<String, Long> expected = new TreeMap<>(before.levels());
    tally.deltas().forEach((item, delta) -> expected.merge(item, delta, Long::sum));
    List<String> wrong =
        expected.entrySet().stream()
            .filter(item -> !item.getValue().equals(after.levels().get(item.getKey())))
            .map(item -> item + " but is " + after.levels().get(item.getKey()))
            .toList();
    check(
        "the inventory is what was acknowledged",
        wrong.isEmpty(),
        "%d of %d items%s".formatted(expected.size() - wrong.size(), expected.size(), some(wrong)));
  }

  private static long executed(String id, Books before, Books after) {
    return after.counts().getOrDefault(id, 0L) - before.counts().getOrDefault(id, 0L);
  }

  private static String some(List<String> wrong) {
    return wrong.isEmpty() ? "" : "; not so: " + wrong.subList(0, Math.min(EXAMPLES, wrong.size()));
  }

  private void check(String promise, boolean ok, String detail) {
    checks.add(new Check(promise, ok, detail));
  }
}
