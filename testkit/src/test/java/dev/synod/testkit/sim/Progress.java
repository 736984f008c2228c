package dev.synod.testkit.sim;

import dev.synod.testkit.Simulation.Result;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * How far long runs have come, kept in a file so that the next one goes on there.
 *
 * @param next the seed to begin with
 * @param runs so many runs kept all laws
 * @param simulated what those have simulated in all
 * @param failed a seed that broke a law and has not kept them since
 */
record Progress(long next, long runs, Duration simulated, Optional<Long> failed) {
  static final Progress NONE = new Progress(1, 0, Duration.ZERO, Optional.empty());

  /** As the file has it; none without a file. */
  static Progress read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return NONE;
    }
    Properties text = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      text.load(reader);
    }
    return new Progress(
        Long.parseLong(text.getProperty("next")),
        Long.parseLong(text.getProperty("runs")),
        Duration.parse(text.getProperty("simulated")),
        Optional.ofNullable(text.getProperty("failed")).map(Long::parseLong));
  }

  /** Writes a file of its own first: who is stopped while writing loses nothing. */
  void write(Path file) throws IOException {
    Properties text = new Properties();
    text.setProperty("next", Long.toString(next));
    text.setProperty("runs", Long.toString(runs));
    text.setProperty("simulated", simulated.toString());
    failed.ifPresent(seed -> text.setProperty("failed", seed.toString()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(fresh)) {
      text.store(writer, null);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  Progress after(List<Result> results) {
    return new Progress(
        next + results.size(),
        runs + results.size(),
        results.stream().map(Result::time).reduce(simulated, Duration::plus),
        failed);
  }

  /** Goes on behind it. */
  Progress failing(long seed) {
    return new Progress(Math.max(next, seed + 1), runs, simulated, Optional.of(seed));
  }

  Progress mended() {
    return new Progress(next, runs, simulated, Optional.empty());
  }
}
