package dev.synod.demo.show;

import dev.synod.demo.client.Api;
import dev.synod.demo.process.Fleet;
import dev.synod.demo.process.NodeProcess;
import dev.synod.demo.show.Checks.Check;
import dev.synod.demo.show.Terminal.Tone;
import dev.synod.demo.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The script: load, kill the leader in the middle, bring it back, and check. */
final class Show {
  private static final int CLIENTS = 16;
  private static final int STEPS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STARTING = Duration.ofSeconds(60);
  private static final Duration REQUEST = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final Fleet fleet;
  private final Workload workload;
  private final Api api = new Api(REQUEST);
  private final Tally tally = new Tally();
  private final Lookout lookout;

  Show(Terminal terminal, Fleet fleet, Workload workload) {
    this.terminal = terminal;
    this.fleet = fleet;
    this.workload = workload;
    this.lookout = new Lookout(api, fleet, PATIENCE);
  }

  /** Runs it all; true if all promises were kept. */
  boolean run() {
    String leader = start();
    Books before = Books.read(api, lookout, workload.errands());
    int lines = workload.errands().size();
    tell(
        "load", "%d lines of %s, by %d clients at once".formatted(lines, workload.name(), CLIENTS));
    long begin = System.nanoTime();
    CompletableFuture<Void> load =
        new Load(api, fleet.uris(), tally).begin(workload.errands(), CLIENTS);
    progress(load, lines / 2);
    double firstHalf = rate(begin);
    killAndReturn(leader, load);
    progress(load, lines);
    load.join();
    double overall = rate(begin);
    tell("done", "all lines; comparing what was acknowledged with what is there");
    Books after = Books.read(api, lookout, workload.errands());
    List<View> views = lookout.awaitSameState();
    List<Check> checks = new ArrayList<>(Checks.of(lines, tally, before, after));
    checks.add(Checks.replicas(lookout.agree(views), views));
    summary(firstHalf, overall, checks);
    return checks.stream().allMatch(Check::ok);
  }

  private String start() {
    tell("start", fleet.ids().size() + " JVMs: " + fleet.uris());
    fleet.startAll(STARTING);
    View leader = lookout.awaitLeader("");
    terminal.event(Tone.GOOD, "ready", leader.member() + " leads with ballot " + leader.ballot());
    return leader.member();
  }

  /** Elections may have passed since the start: whoever leads now is killed. */
  private void killAndReturn(String first, CompletableFuture<Void> load) {
    String leader =
        lookout.views().stream().flatMap(v -> v.leader().stream()).findFirst().orElse(first);
    terminal.event(
        Tone.BAD, "kill -9", leader + ", the leader, after " + tally.finished() + " lines");
    tally.killed();
    long killed = System.nanoTime();
    fleet.node(leader).kill();
    View next = lookout.awaitLeader(leader);
    terminal.event(
        Tone.NEWS,
        "elected",
        "%s leads with ballot %s, %d ms after the kill"
            .formatted(next.member(), next.ballot(), millisSince(killed)));
    awaitFirstWrite(load);
    catchUp(leader);
  }

  private void awaitFirstWrite(CompletableFuture<Void> load) {
    Optional<Duration> gap = tally.awaitFirstAfterKill(load);
    terminal.event(
        gap.isPresent() ? Tone.GOOD : Tone.PLAIN,
        "writing",
        gap.map(g -> "first write acknowledged " + g.toMillis() + " ms after the kill")
            .orElse("no line was left to be sent after the kill"));
  }

  private void catchUp(String id) {
    tell("restart", id + " from its journal");
    long begin = System.nanoTime();
    NodeProcess node = fleet.start(id);
    View heard = lookout.await(id, id + " to answer", view -> true);
    tell("catch-up", heard.member() + " answers: slot " + heard.applied() + " of " + latestSlot());
    node.awaitReady(STARTING);
    long target = latestSlot();
    View level = lookout.await(id, id + " to reach slot " + target, v -> v.applied() >= target);
    terminal.event(
        Tone.GOOD,
        "caught up",
        "%s has applied slot %d, %d ms after its restart"
            .formatted(id, level.applied(), millisSince(begin)));
  }

  private void progress(CompletableFuture<Void> load, int until) {
    int step = Math.max(1, workload.errands().size() / STEPS);
    while (tally.finished() < until && !load.isDone()) {
      int goal = Math.min(until, (tally.finished() / step + 1) * step);
      while (!tally.awaitFinished(goal, Tally.GLANCE) && !load.isDone()) {
        // Looks up now and then, since a load that has given up reaches no goal.
      }
      tell("load", tally.finished() + " of " + workload.errands().size() + " lines");
    }
  }

  private void summary(double firstHalf, double overall, List<Check> checks) {
    terminal.line("");
    terminal.line("Summary");
    figure("operations", "%d", tally.finished());
    figure("per second", "%.0f until the kill, %.0f with kill and election", firstHalf, overall);
    figure(
        "first write after the kill",
        "%s",
        tally.firstAfterKill().map(gap -> gap.toMillis() + " ms").orElse("none"));
    figure("longest gap between writes", "%d ms", tally.longestGap().toMillis());
    for (Check check : checks) {
      String verdict =
          check.ok() ? terminal.painted(Tone.GOOD, "ok    ") : terminal.painted(Tone.BAD, "FAILED");
      terminal.line("  %s %-50s %s".formatted(verdict, check.promise(), check.detail()));
    }
  }

  private void figure(String name, String format, Object... values) {
    terminal.line("  %-28s %s".formatted(name, String.format(Locale.ROOT, format, values)));
  }

  private long latestSlot() {
    return lookout.views().stream().mapToLong(View::applied).max().orElse(0);
  }

  private double rate(long begin) {
    return tally.finished() / ((System.nanoTime() - begin) / 1e9);
  }

  private static long millisSince(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private void tell(String kind, String text) {
    terminal.event(Tone.PLAIN, kind, text);
  }
}
