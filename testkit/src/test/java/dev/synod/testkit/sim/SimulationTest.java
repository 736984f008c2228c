package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.Simulation;
import dev.synod.testkit.Simulation.Result;
import dev.synod.testkit.nemesis.FaultPlan;
import dev.synod.testkit.probe.Sightings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.pcollections.PSortedMap;

/** The engine's own actors under every kind of harm, with the seeds from 1 on. */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("synod.seeds", 2000);

  /** Runs after which everything that must occur now and then has occurred. */
  private static final int ENOUGH = 1000;

  /** Chosen in a run, on average: with fewer the harm would leave no work to be harmed. */
  private static final long SLOTS = 50;

  /** Many short runs rather than few long ones: each has settings and kinds of harm of its own. */
  private static final Duration HARM = Duration.ofSeconds(5);

  static Simulation<PSortedMap<String, String>> store() {
    return Simulation.of(Store::new, Store::next)
        .partition(Store::key)
        .faults(FaultPlan.all().lasting(HARM));
  }

  @Test
  void everyLawHoldsUnderEveryKindOfHarm() throws IOException {
    List<Result> results = store().run(1, SEEDS);

    assertThat(results.stream().mapToLong(Result::chosen).sum())
        .as("slots chosen")
        .isGreaterThan(results.size() * SLOTS);
    Sightings seen =
        results.stream().map(Result::sightings).reduce(Sightings.NONE, Sightings::plus);
    Files.write(Path.of("target", "probes.txt"), seen.lines());
    if (results.size() >= ENOUGH) {
      assertThat(seen.missing()).as("what must occur in %d runs", results.size()).isEmpty();
    }
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
