package dev.synod.testkit.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.Simulation;
import dev.synod.testkit.sim.Failure;
import dev.synod.testkit.sim.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each planted mistake is found; which law finds it, and with how many seeds, is in a table. */
class MistakesTest {
  private static final int SEEDS = 400;
  private static final List<String> TABLE = new ArrayList<>();

  static List<Mistake> mistakes() {
    return Mistake.found();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isFound(Mistake mistake) {
    Optional<Failure> found = find(mistake);

    assertThat(found).as("%s: found within %d seeds", mistake, SEEDS).isPresent();
    TABLE.add(
        "%-45s seed %4d  %s"
            .formatted(
                mistake, found.get().seed(), found.get().what().lines().findFirst().orElse("")));
  }

  private static Optional<Failure> find(Mistake mistake) {
    try {
      var unused =
          mistake
              .plant()
              .apply(Simulation.of(Store::new, Store::next).partition(Store::key))
              .runAll(1, SEEDS);
      return Optional.empty();
    } catch (Failure failure) {
      return Optional.of(failure);
    }
  }

  @AfterAll
  static void writeTable() throws IOException {
    Mistake.notYetFound().forEach(mistake -> TABLE.add(mistake + ": not found yet"));
    Files.write(Path.of("target", "mistakes.txt"), TABLE);
  }
}
