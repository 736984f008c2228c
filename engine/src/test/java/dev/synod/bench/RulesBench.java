package dev.synod.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What the rules and the serializer cost, without actors, disks and networks: time and bytes
 * allocated by each call. {@code -Dsynod.bench.include=} takes a regular expression for some of
 * them.
 */
@Tag("bench")
class RulesBench {
  private static final Path REPORTS = Path.of("target", "bench");

  @Test
  void run() throws RunnerException, IOException {
    Files.createDirectories(REPORTS);
    Options options =
        new OptionsBuilder()
            .include(System.getProperty("synod.bench.include", "dev\\.synod\\..*Bench"))
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(3)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(REPORTS.resolve("rules.json").toString())
            .build();

    Collection<RunResult> results = new Runner(options).run();

    assertThat(results).isNotEmpty();
    Files.write(REPORTS.resolve("rules.txt"), results.stream().map(RulesBench::line).toList());
  }

  /** With the fastest and the slowest iteration: far apart, they say that others were at work. */
  private static String line(RunResult result) {
    String name = result.getParams().getBenchmark().replace("dev.synod.", "");
    String parameters =
        String.join(
            " ",
            result.getParams().getParamsKeys().stream().map(result.getParams()::getParam).toList());
    return "%-40s %-10s %10.0f ns (%.0f to %.0f) %10.0f B"
        .formatted(
            name,
            parameters,
            result.getPrimaryResult().getScore(),
            result.getPrimaryResult().getStatistics().getMin(),
            result.getPrimaryResult().getStatistics().getMax(),
            result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
  }
}
