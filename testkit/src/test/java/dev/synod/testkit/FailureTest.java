package dev.synod.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synod.testkit.nemesis.Fault;
import dev.synod.testkit.nemesis.FaultPlan;
import dev.synod.testkit.nemesis.Nemesis;
import dev.synod.testkit.sim.Failure;
import dev.synod.testkit.sim.SimulatedCluster;
import dev.synod.testkit.sim.Store;
import dev.synod.testkit.sim.Store.Append;
import dev.synod.testkit.sim.Store.Get;
import dev.synod.testkit.sim.Store.Quirk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pcollections.PSortedMap;

/** A run that fails says what a reader needs, and can be made again. */
class FailureTest {
  private static Simulation<PSortedMap<String, String>> flawed() {
    return Simulation.of(Store::new, Store::next)
        .partition(Store::key)
        .adjust(
            plan ->
                plan.machines(
                    member -> new Store(member.equals("n2") ? Quirk.LOOKS_AROUND : Quirk.NONE)));
  }

  private static Simulation<PSortedMap<String, String>> asking(
      Function<RandomGenerator, Call> workload) {
    return Simulation.of(Store::new, workload).faults(FaultPlan.none());
  }

  private static Failure failureOf(Simulation<?> simulation) {
    return catchThrowableOfType(Failure.class, () -> simulation.run(1, 3));
  }

  /** Another seed may show another law broken first. */
  private static Failure failureOf(Simulation<?> simulation, String law) {
    return LongStream.rangeClosed(1, 20)
        .mapToObj(seed -> catchThrowableOfType(Failure.class, () -> simulation.run(seed, 1)))
        .filter(failure -> failure != null && failure.what().startsWith(law))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itTellsTheLawTheSeedTheFaultsAndWhatHappened() {
    Failure failure = failureOf(flawed(), "SameStateHash: ");

    assertThat(failure.what()).contains("n2");
    assertThat(failure)
        .hasMessageStartingWith(failure.what())
        .hasMessageContaining("seed " + failure.seed() + ", after ")
        .hasMessageContaining("faults:")
        .hasMessageFindingMatch(" ms  n1 +starts +life 1")
        .hasMessageContaining("the last events:")
        .hasMessageFindingMatch(" ms  n\\d>n\\d +came +[A-Z]\\w+\\[\\w+=");
  }

  @Test
  void itTellsTheWholeStoryInAFile() throws IOException {
    Failure failure = failureOf(flawed());

    Path file = Path.of("target", "synod-FailureTest-seed-" + failure.seed() + ".txt");
    assertThat(failure).hasMessageContaining("the whole story: " + file.toAbsolutePath());
    assertThat(Files.readAllLines(file))
        .anyMatch(line -> line.matches(" +0\\.000 ms  n1 +starts .*"))
        .anyMatch(line -> line.matches(".* c1 +asks .*"))
        .anyMatch(line -> line.matches(".* c1 +hears .*"))
        .anyMatch(line -> line.matches(".* n1 +durable .*"));
  }

  @Test
  void theCommandThatItNamesMakesTheSameRunAgain() {
    Failure failure = failureOf(flawed());
    assertThat(failure)
        .hasMessageContaining("mvn test -Dtest=FailureTest -Dsynod.seed=" + failure.seed());

    System.setProperty("synod.seed", Long.toString(failure.seed()));
    try {
      Failure again = catchThrowableOfType(Failure.class, () -> flawed().run(1_000, 1_000));
      assertThat(again).hasMessage(failure.getMessage());
    } finally {
      System.clearProperty("synod.seed");
    }
  }

  /** As Surefire wants such classes to be named. */
  @Nested
  class InANestedClass {
    @Test
    void theCommandNamesIt() {
      Failure failure = catchThrowableOfType(Failure.class, () -> flawed().run(1, 3));

      assertThat(failure)
          .hasMessageContaining("mvn test -Dtest='FailureTest$InANestedClass' -Dsynod.seed=");
    }
  }

  @Test
  void anErrorOfTheWorkloadIsToldWithItsSeed() {
    Failure failure =
        failureOf(
            asking(
                dice -> {
                  throw new IllegalStateException("no idea what to ask");
                }));

    assertThat(failure.seed()).isEqualTo(1);
    assertThat(failure.what())
        .isEqualTo("the run ended in java.lang.IllegalStateException: no idea what to ask");
    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRunThatCannotBeginIsToldWithItsSeed() {
    Failure failure =
        failureOf(flawed().adjust(plan -> plan.settings("synod.proposer.window = -1")));

    assertThat(failure.what())
        .startsWith("the run could not begin: ")
        .contains("synod.proposer.window");
    assertThat(failure).hasMessageContaining("-Dsynod.seed=1");
    SimulatedCluster.of(Store::new).start().close();
  }

  @Test
  void aWorkloadThatIsNoFunctionOfItsDiceIsFoundOut() {
    AtomicInteger asked = new AtomicInteger();
    Failure failure =
        failureOf(
            asking(
                dice -> {
                  if (asked.getAndIncrement() == 0) {
                    throw new IllegalStateException("once");
                  }
                  return Store.next(dice);
                }));

    assertThat(failure)
        .hasMessageContaining("made again, the run did not fail")
        .hasMessageContaining("must be functions of what they are given");
  }

  @Test
  void aSingleRunNamesItsCommandToo() {
    assertThat(catchThrowableOfType(Failure.class, () -> flawed().run(1)))
        .hasMessageContaining("mvn test -Dtest=FailureTest -Dsynod.seed=1")
        .hasMessageContaining("the whole story: ");
  }

  @Test
  void eachMemberHasAMachineOfItsOwn() {
    AtomicInteger machines = new AtomicInteger();
    Simulation<?> simulation =
        Simulation.of(
                () -> {
                  boolean second = machines.incrementAndGet() % 3 == 2;
                  return new Store(second ? Quirk.LOOKS_AROUND : Quirk.NONE);
                },
                Store::next)
            .faults(FaultPlan.none());

    assertThat(failureOf(simulation).what()).startsWith("SameStateHash: ");
  }

  @Test
  void whatIsAskedIsPartOfTheHash() {
    AtomicInteger word = new AtomicInteger();
    Simulation<?> counting =
        asking(dice -> Call.submit(new Append("k", "w" + word.getAndIncrement() % 7_000 + ".")));

    assertThat(counting.run(1).hash()).isNotEqualTo(counting.run(1).hash());
  }

  @Test
  void aWorkloadMayOnlyRead() {
    assertThat(asking(dice -> Call.read(new Get("k"))).run(1).calls()).isPositive();
  }

  @Test
  void aCommandAboveTheBoundIsNamed() {
    Function<RandomGenerator, Call> large = dice -> Call.submit(new Append("k", "x".repeat(3_000)));

    assertThat(failureOf(asking(large)).what())
        .startsWith("the workload has a command that is refused: ")
        .contains("1024")
        .endsWith("give its size to Simulation.largestCommand");
    assertThat(asking(large).largestCommand(4_000).run(1).chosen()).isPositive();
  }

  @Test
  void harmWithoutWeightIsNotDone() {
    FaultPlan pauses =
        new FaultPlan(
            Map.of(Fault.CRASH, 0, Fault.PAUSE, 1),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            1,
            1);
    try (SimulatedCluster<?> cluster = SimulatedCluster.of(Store::new).seed(1).start()) {
      new Nemesis(cluster, pauses, new SplittableRandom(1), new SplittableRandom(2)).begin();
      cluster.runFor(pauses.lasting());

      assertThat(cluster.story().faults())
          .anyMatch(line -> line.contains("pauses"))
          .noneMatch(line -> line.contains("crashes"));
    }
  }

  @Test
  void aPlanWithoutTimeIsRefused() {
    assertThatThrownBy(() -> new FaultPlan(Map.of(), Duration.ZERO, Duration.ofSeconds(1), 1, 1))
        .hasMessage("time between two faults PT0S must be above 0");
    assertThatThrownBy(
            () -> new FaultPlan(Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(-1), 1, 1))
        .hasMessage("time of harm PT-1S must be at least 0");
    assertThatThrownBy(
            () ->
                new FaultPlan(Map.of(Fault.CRASH, -1), Duration.ofSeconds(1), Duration.ZERO, 1, 1))
        .hasMessage("weight -1 of CRASH must be at least 0");
  }

  @Test
  void aScriptThatFailsTellsItsSeed() {
    try (SimulatedCluster<?> cluster = SimulatedCluster.of(Store::new).seed(17).start()) {
      assertThat(cluster.failure("it is too late"))
          .hasMessageStartingWith("it is too late")
          .hasMessageContaining("again: the same test, with seed 17");
    }
  }
}
