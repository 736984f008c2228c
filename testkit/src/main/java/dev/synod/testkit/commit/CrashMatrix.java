package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What becomes of a transaction whose coordinator, or first leader, stops for good: after each of
 * its writes and letters, for each state of each participant, in a network that stays whole or is
 * split at that moment.
 */
public final class CrashMatrix {
  private CrashMatrix() {}

  /** A participant, from the side of the one that stops. */
  public enum State {
    /** Votes to commit. */
    YES,
    /** Votes to abort. */
    NO,
    /** Its resource manager does not answer. */
    BUSY,
    /** Would vote to commit, but stops at the same moment. */
    GONE
  }

  /**
   * One run.
   *
   * @param step how many acts the coordinator performs before it stops
   * @param last the last of them
   * @param split whether the first participant is cut off at that moment; the network is whole
   *     again before the verdicts
   * @param without the verdict while the coordinator is away
   * @param returned the verdict after all have come back
   */
  public record Row(
      Protocol protocol,
      int step,
      String last,
      List<State> participants,
      boolean split,
      Verdict without,
      Verdict returned) {}

  /** All runs with so many participants, and acceptors that survive one fault. */
  public static List<Row> rows(int participants) {
    Troupe troupe = new Troupe(participants, 1);
    List<Row> rows = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (List<State> states : combinations(participants)) {
        int acts = play(protocol, troupe, states, Integer.MAX_VALUE, false).step();
        for (int step = 0; step <= acts; step++) {
          rows.add(play(protocol, troupe, states, step, false));
          rows.add(play(protocol, troupe, states, step, true));
        }
      }
    }
    rows.sort(
        Comparator.comparing(Row::protocol).thenComparing(Row::split).thenComparing(Row::step));
    return rows;
  }

  private static List<List<State>> combinations(int participants) {
    List<List<State>> all = List.of(List.of());
    for (int one = 0; one < participants; one++) {
      all = all.stream().flatMap(begun -> extensions(begun).stream()).toList();
    }
    return all;
  }

  private static List<List<State>> extensions(List<State> begun) {
    List<List<State>> longer = new ArrayList<>();
    for (State state : State.values()) {
      List<State> one = new ArrayList<>(begun);
      one.add(state);
      longer.add(List.copyOf(one));
    }
    return longer;
  }

  private static Row play(
      Protocol protocol, Troupe troupe, List<State> states, int step, boolean split) {
    List<MemberId> all = troupe.ofParticipants();
    MemberId conductor = protocol.conductor(troupe);
    Stage<?, ?> stage = protocol.stage(troupe);
    for (int one = 0; one < all.size(); one++) {
      switch (states.get(one)) {
        case NO -> stage.wish(all.get(one), Choice.ABORT);
        case BUSY -> stage.silence(all.get(one));
        case YES, GONE -> stage.wish(all.get(one), Choice.COMMIT);
      }
    }
    stage.crashAfter(conductor, step);
    stage.begin(conductor, all);
    stage.settleUntil(() -> stage.node(conductor).isEmpty());
    int acts = stage.acts(conductor);
    String last = stage.lastAct(conductor);
    stage.crash(conductor);
    if (split) {
      stage.split(all.subList(0, 1));
    }
    for (int one = 0; one < all.size(); one++) {
      if (states.get(one) == State.GONE) {
        stage.crash(all.get(one));
      }
    }
    stage.settle();
    stage.heal();
    stage.settle();
    Verdict without = stage.verdict(all);
    all.forEach(stage::restart);
    stage.restart(conductor);
    stage.settle();
    return new Row(protocol, acts, last, states, split, without, stage.verdict(all));
  }

  /** A table to be read: of each step, how often it came to which verdict. */
  public static String table(List<Row> rows) {
    StringBuilder table =
        new StringBuilder(
            "%-20s %-8s %-34s %-46s %s%n"
                .formatted(
                    "",
                    "network",
                    "stops, and was last seen to",
                    "without it",
                    "after its return"));
    Map<String, List<Row>> steps =
        rows.stream()
            .collect(
                Collectors.groupingBy(CrashMatrix::step, LinkedHashMap::new, Collectors.toList()));
    steps.forEach(
        (step, same) ->
            table.append(
                "%s %-46s %s%n"
                    .formatted(
                        step,
                        counts(same.stream().map(Row::without).toList()),
                        counts(same.stream().map(Row::returned).toList()))));
    return table.toString();
  }

  private static String step(Row row) {
    return "%-20s %-8s %-34s"
        .formatted(row.protocol(), row.split() ? "split" : "whole", row.last());
  }

  private static String counts(List<Verdict> verdicts) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    verdicts.forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
