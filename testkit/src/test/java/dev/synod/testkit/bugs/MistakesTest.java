package dev.synod.testkit.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.synod.testkit.Simulation;
import dev.synod.testkit.law.Law;
import dev.synod.testkit.scenarios.Scenario;
import dev.synod.testkit.sim.Failure;
import dev.synod.testkit.sim.SimulatedCluster;
import dev.synod.testkit.sim.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcollections.PSortedMap;

/**
 * Each planted mistake is found, by random runs or by its scenario; which law or demand finds it,
 * and with how many seeds, is in a table.
 */
class MistakesTest {
  private static final int SEEDS = 400;
  private static final int SEEDS_OF_SCENARIOS = 5;
  private static final List<String> TABLE = new ArrayList<>();

  static List<Mistake> mistakes() {
    return Mistake.all();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isFound(Mistake mistake) {
    String finder = mistake.scenario().orElse("random runs");
    Optional<Failure> found = mistake.scenario().isPresent() ? play(mistake) : hunt(mistake);

    assertThat(found).as("%s: found by %s", mistake, finder).isPresent();
    assertThat(found.filter(mistake::isMeantBy))
        .as("%s: the last of what it broke is %s", mistake, found.get().what())
        .isPresent();
    TABLE.add(
        "%-45s %-32s seed %4d  %s"
            .formatted(
                mistake,
                finder,
                found.get().seed(),
                found.get().what().lines().findFirst().orElse("")));
  }

  /**
   * 41 to 43 are planted into atomic commit, by tests of its own; the others of the list are about
   * what the engine does not have yet.
   */
  @Test
  void noneThatAppliesIsForgotten() {
    assertThat(Mistake.all().stream().map(Mistake::number).distinct())
        .containsAll(IntStream.rangeClosed(1, 40).boxed().toList())
        .contains(47, 48);
  }

  /** That of the user's machine is judged by tests of its own. */
  @Test
  void eachLawIsNeededForAMistake() {
    List<String> laws =
        new ClassFileImporter()
            .importPackagesOf(Law.class).stream()
                .filter(type -> type.isAssignableTo(Law.class) && !type.isEquivalentTo(Law.class))
                .map(JavaClass::getSimpleName)
                .toList();

    assertThat(laws).hasSizeGreaterThan(10);
    assertThat(Mistake.all().stream().flatMap(mistake -> mistake.law().stream()).toList())
        .extracting(law -> law.replaceFirst(":.*", ""))
        .containsAll(laws);
  }

  private static Optional<Failure> play(Mistake mistake) {
    String name = mistake.scenario().orElseThrow();
    List<Scenario> named = Scenario.all().stream().filter(s -> s.name().equals(name)).toList();
    assertThat(named).as("the scenario %s of %s", name, mistake).hasSize(1);
    for (long seed = 1; seed <= SEEDS_OF_SCENARIOS; seed++) {
      try {
        named.get(0).play(mistake.plant().apply(SimulatedCluster.of(Store::new).seed(seed)));
      } catch (Failure failure) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  /** What else it breaks is passed over until it breaks the law that is meant. */
  private static Optional<Failure> hunt(Mistake mistake) {
    Simulation<PSortedMap<String, String>> store =
        Simulation.of(Store::new, Store::next).partition(Store::key).adjust(mistake.plant());
    Simulation<PSortedMap<String, String>> runs =
        mistake.ofClients() ? store.renumberRetries() : store;
    Optional<Failure> found = Optional.empty();
    long first = 1;
    while (first <= SEEDS && found.filter(mistake::isMeantBy).isEmpty()) {
      try {
        var unused = runs.runAll(first, (int) (SEEDS - first + 1));
        first = SEEDS + 1;
      } catch (Failure failure) {
        found = Optional.of(failure);
        first = failure.seed() + 1;
      }
    }
    return found;
  }

  /** Into a file, and into the report of the tests. */
  @AfterAll
  static void writeTable() throws IOException {
    for (Mistake.Equivalent one : Mistake.equivalents()) {
      TABLE.add("%-45s equivalent: %s".formatted(one.number() + " " + one.what(), one.proof()));
    }
    Files.write(Path.of("target", "mistakes.txt"), TABLE);
    TABLE.forEach(System.out::println);
  }
}
