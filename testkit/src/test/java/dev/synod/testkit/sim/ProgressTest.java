package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.Simulation.Result;
import dev.synod.testkit.probe.Sightings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  @TempDir private Path temp;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = temp.resolve("nightly.properties");
    Progress progress = Progress.NONE.after(results(1, 2, 3)).failing(4);

    progress.write(file);
    progress.write(file);

    assertThat(Progress.read(file)).isEqualTo(progress);
    assertThat(temp.toFile().list()).containsExactly("nightly.properties");
  }

  @Test
  void withoutAFileItBeginsWithTheFirstSeed() throws IOException {
    assertThat(Progress.read(temp.resolve("none"))).isEqualTo(Progress.NONE);
    assertThat(Progress.NONE.next()).isEqualTo(1);
  }

  @Test
  void runsAddUp() {
    Progress progress = Progress.NONE.after(results(1, 2)).after(results(3));

    assertThat(progress.next()).isEqualTo(4);
    assertThat(progress.runs()).isEqualTo(3);
    assertThat(progress.simulated()).isEqualTo(Duration.ofSeconds(30));
    assertThat(progress.failing(2).mended()).isEqualTo(progress);
    assertThat(progress.failing(7).next()).isEqualTo(8);
  }

  private static List<Result> results(long... seeds) {
    return LongStream.of(seeds).mapToObj(ProgressTest::result).toList();
  }

  private static Result result(long seed) {
    return new Result(seed, 3, seed, 1, Duration.ofSeconds(10), 1, 1, Sightings.NONE);
  }
}
