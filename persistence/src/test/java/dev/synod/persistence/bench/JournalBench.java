package dev.synod.persistence.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each contender in turn, fifteen times for a short while; what is told is the median, and ratios
 * of medians. Figures of different runs are not to be compared: a disk has its moods.
 */
@Tag("bench")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalBench {
  private static final int RUNS = 15;
  private static final Path REPORT = Path.of("target", "bench", "journal.txt");

  private record Round(Speed bundled, Speed own, Speed core, Speed leveldb, Speed file) {}

  private record Who(String name, Function<Round, Speed> speed) {
    List<Speed> of(List<Round> rounds) {
      return rounds.stream().map(speed).toList();
    }
  }

  private static final List<Who> ALL =
      List.of(
          new Who("bundled LevelDB journal", Round::bundled),
          new Who("synod journal", Round::own),
          new Who("synod store, no Pekko", Round::core),
          new Who("LevelDB alone, same batches", Round::leveldb),
          new Who("bare file, same batches", Round::file));

  private final List<String> lines = new ArrayList<>();

  /** The last column: how many times as fast as the bundled journal it is to be. */
  @ParameterizedTest
  @CsvSource({
    "100,  128,  1, 2, 1.5",
    "100,  128, 64, 2, 3.0",
    "  1,  128, 64, 2, 3.0",
    "100, 1024,  1, 2, 2.5",
    "  1,  128,  1, 1, 0.0",
  })
  void alternating(int entries, int bytes, int ids, int outstanding, double aim, @TempDir Path dir)
      throws Exception {
    Load load = new Load(entries, bytes, ids, outstanding);
    List<Round> rounds = new ArrayList<>();
    try (Plugin bundled = Plugin.bundled(dir);
        Plugin own = Plugin.own(dir);
        Core core = new Core(dir);
        LeveldbAlone leveldb = new LeveldbAlone(dir);
        BareFile file = new BareFile(dir)) {
      for (int run = 0; run <= RUNS; run++) {
        Speed first = bundled.measure(load);
        Speed grouped = own.measure(load);
        rounds.add(
            new Round(
                first,
                grouped,
                core.measure(load),
                leveldb.measure(load, grouped.eventsPerSync()),
                file.measure(load, grouped.eventsPerSync())));
      }
    }
    tell(load, aim, rounds.subList(1, rounds.size())); // the first was for warming up
  }

  private void tell(Load load, double aim, List<Round> rounds) {
    String wanted = aim == 0 ? "" : "; aim: %.1f times the bundled one".formatted(aim);
    lines.add("\n%s, %d outstanding at each%s".formatted(load, load.outstanding(), wanted));
    lines.add(
        "%-30s %12s %25s %8s %9s %11s %8s"
            .formatted(
                "", "entries/s", "least to most", "p50 us", "CPU us", "events/sync", "ratio"));
    double base = Speed.median(rounds.stream().map(Round::bundled).toList()).entriesPerSecond();
    for (Who who : ALL) {
      List<Speed> speeds = who.of(rounds);
      Speed median = Speed.median(speeds);
      lines.add(
          "%-30s %12.0f %12.0f %12.0f %8.0f %9.2f %11.1f %8.2f"
              .formatted(
                  who.name(),
                  median.entriesPerSecond(),
                  speeds.stream().mapToDouble(Speed::entriesPerSecond).min().orElseThrow(),
                  speeds.stream().mapToDouble(Speed::entriesPerSecond).max().orElseThrow(),
                  median.micros(),
                  median.cpuMicros(),
                  median.eventsPerSync(),
                  median.entriesPerSecond() / base));
    }
  }

  @AfterAll
  void report() throws IOException {
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
    lines.forEach(System.out::println);
  }
}
