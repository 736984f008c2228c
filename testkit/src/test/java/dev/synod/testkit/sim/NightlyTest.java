package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.Simulation;
import dev.synod.testkit.Simulation.Result;
import dev.synod.testkit.probe.Probe;
import dev.synod.testkit.probe.Sightings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Seed after seed for as many minutes as {@code -Dsynod.minutes} says, from where the last time
 * ended; a seed that broke a law then comes first.
 */
@Tag("nightly")
class NightlyTest {
  private static final int BATCH = 100;
  private static final long ENOUGH = 2_000;
  private static final int MOST_FAILURES = 5;
  private static final Duration LASTING = Duration.ofMinutes(Long.getLong("synod.minutes", 60));
  private static final Simulation<?> STORE = SimulationTest.store();
  private static final Path FILE =
      Path.of(System.getProperty("synod.nightly", "nightly.properties"));

  private final List<Failure> failures = new ArrayList<>();
  private Sightings seen = Sightings.NONE;

  @Test
  void everyLawHoldsAndEverythingRareOccurs() throws IOException {
    Progress progress = againWhatFailed(Progress.read(FILE));
    long begin = System.nanoTime();
    long first = progress.runs();
    for (Duration past = Duration.ZERO; goesOn(past); past = since(begin)) {
      progress = next(progress);
      say(progress, progress.runs() - first, since(begin));
    }
    seen.lines().forEach(System.out::println);
    assertThat(failures).isEmpty();
    if (progress.runs() - first >= ENOUGH) {
      assertThat(seen.missing())
          .as("after %d runs", progress.runs() - first)
          .allMatch(probe -> probe.isOfChanges() || probe == Probe.READ_BY_LEASE);
    }
  }

  private boolean goesOn(Duration past) {
    return past.compareTo(LASTING) < 0 && failures.size() < MOST_FAILURES;
  }

  /** One that still breaks a law does not keep the night from all others. */
  private Progress againWhatFailed(Progress progress) throws IOException {
    if (progress.failed().isEmpty()) {
      return progress;
    }
    try {
      List<Result> unused = STORE.runAll(progress.failed().get(), 1);
    } catch (Failure failure) {
      failures.add(STORE.explained(failure, SimulationTest.class));
      return progress;
    }
    Progress mended = progress.mended();
    mended.write(FILE);
    return mended;
  }

  private Progress next(Progress progress) throws IOException {
    try {
      List<Result> results = STORE.runAll(progress.next(), BATCH);
      seen = results.stream().map(Result::sightings).reduce(seen, Sightings::plus);
      Progress next = progress.after(results);
      next.write(FILE);
      return next;
    } catch (Failure failure) {
      failures.add(STORE.explained(failure, SimulationTest.class));
      Progress next = progress.failing(failure.seed());
      next.write(FILE);
      return next;
    }
  }

  private static void say(Progress progress, long runs, Duration past) {
    Duration left = LASTING.minus(past);
    System.out.printf(
        "seed %d; %.1f runs a second; %d runs in all, %d simulated hours; %d:%02d min left%n",
        progress.next(),
        runs / (past.toMillis() / 1e3),
        progress.runs(),
        progress.simulated().toHours(),
        Math.max(0, left.toMinutes()),
        Math.max(0, left.toSecondsPart()));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
