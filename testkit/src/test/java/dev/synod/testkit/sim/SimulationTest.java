package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.Simulation;
import dev.synod.testkit.Simulation.Result;
import dev.synod.testkit.nemesis.Fault;
import dev.synod.testkit.nemesis.FaultPlan;
import dev.synod.testkit.probe.Probe;
import dev.synod.testkit.probe.Sightings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.pcollections.PSortedMap;

/** The engine's own actors under every kind of harm, with the seeds from 1 on. */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("synod.seeds", 1000);

  /** Runs after which everything that must occur now and then has occurred. */
  private static final int ENOUGH = 1000;

  /** In so many runs even what is rare has occurred. */
  private static final int PLENTY = 20_000;

  /**
   * Harm hardly ever lasts longer than a client's patience; and a refusal of what is in a client's
   * session is no rejection.
   */
  private static final Set<Probe> RARE = Set.of(Probe.TIMED_OUT, Probe.REJECTED);

  /** Chosen in a run, on average: with fewer the harm would leave no work to be harmed. */
  private static final long SLOTS = 50;

  /** For so many runs one more in which the members change, too: these take longer. */
  private static final int ONE_IN = 4;

  private static final int MOST_SPARES = 3;

  /** Where leases come and go, too, four clients are at times too many to judge their history. */
  private static final int FEW = 3;

  private static final double DRIFT = 0.1;

  /** The shortest time-out that a seed has bounds them. */
  private static final String LEASED =
      "synod.lease { duration = 120 ms, drift = %s }".formatted(DRIFT);

  /** Many short runs rather than few long ones: each has settings and kinds of harm of its own. */
  private static final Duration HARM = Duration.ofSeconds(5);

  static Simulation<PSortedMap<String, String>> store() {
    return under(FaultPlan.all().without(Fault.MEMBERSHIP));
  }

  private static Simulation<PSortedMap<String, String>> under(FaultPlan plan) {
    return Simulation.of(Store::new, Store::next).partition(Store::key).faults(plan.lasting(HARM));
  }

  /** Some members are kept in reserve in each of these runs: without them none could come. */
  @Test
  void everyLawHoldsWhileMembersComeAndGo() throws IOException {
    List<Result> results =
        under(FaultPlan.all())
            .adjust(plan -> plan.spares(1 + (int) (plan.seed % MOST_SPARES)))
            .run(1, Math.max(1, SEEDS / ONE_IN));

    requireWork(results);
    Sightings seen = seen(results, "probes-of-changes.txt");
    if (results.size() >= ENOUGH / ONE_IN) {
      assertThat(seen.missing())
          .as("what must occur in %d runs", results.size())
          .noneMatch(Probe::isOfChanges);
    }
  }

  /** Clocks drift as far as the leases' bound allows, and no further (rules E1 to E6). */
  @Test
  void everyLawHoldsWhileLeadersReadByTheirLeases() throws IOException {
    List<Result> results =
        under(FaultPlan.all().clocks(1 - DRIFT, 1 + DRIFT))
            .clients(FEW)
            .adjust(plan -> plan.spares((int) (plan.seed % (MOST_SPARES + 1))).settings(LEASED))
            .run(1, Math.max(1, SEEDS / ONE_IN));

    requireWork(results);
    Sightings seen = seen(results, "probes-of-leases.txt");
    if (results.size() >= ENOUGH / ONE_IN) {
      assertThat(seen.missing()).doesNotContain(Probe.READ_BY_LEASE);
    }
  }

  @Test
  void everyLawHoldsUnderEveryKindOfHarm() throws IOException {
    List<Result> results = store().run(1, SEEDS);

    requireWork(results);
    Sightings seen = seen(results, "probes.txt");
    if (results.size() >= ENOUGH) {
      Set<Probe> excused = results.size() >= PLENTY ? Set.of() : RARE;
      assertThat(seen.missing())
          .as("what must occur in %d runs", results.size())
          .allMatch(
              probe ->
                  probe.isOfChanges() || probe == Probe.READ_BY_LEASE || excused.contains(probe));
    }
  }

  private static void requireWork(List<Result> results) {
    assertThat(results.stream().mapToLong(Result::chosen).sum())
        .as("slots chosen")
        .isGreaterThan(results.size() * SLOTS);
  }

  private static Sightings seen(List<Result> results, String file) throws IOException {
    Sightings seen =
        results.stream().map(Result::sightings).reduce(Sightings.NONE, Sightings::plus);
    Files.write(Path.of("target", file), seen.lines());
    return seen;
  }

  @Test
  void aSeedIsTheSameRunEachTime() {
    List<Long> first = hashes();
    List<Long> second = hashes();

    assertThat(second).isEqualTo(first).doesNotHaveDuplicates();
  }

  /** What a command runs that was printed is the first run of its thread. */
  @Test
  void aSeedIsTheSameRunOnAThreadThatHasRunOthers() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      long later = store().run(seed).hash();

      assertThat(onAFreshThread(seed)).as("seed %d", seed).isEqualTo(later);
    }
  }

  private static long onAFreshThread(long seed) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return thread.submit(() -> store().run(seed).hash()).get();
    } finally {
      thread.shutdown();
    }
  }

  private static List<Long> hashes() {
    return store().run(1, 40).stream().map(Result::hash).toList();
  }
}
