package dev.synod.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a bench of real members has to tell, at once and afterwards in a file. */
final class BenchSheet {
  private final List<String> lines = new ArrayList<>();
  private final Path file;

  /** Kept as this file of target/bench. */
  BenchSheet(String file) {
    this.file = Path.of("target", "bench", file).toAbsolutePath();
  }

  void tell(String line, Object... facts) {
    String told = String.format(line, facts);
    lines.add(told);
    System.out.println(told);
  }

  void keep() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  static double mib(long bytes) {
    return bytes / (double) (1 << 20);
  }

  /** Of all files below it; one that is deleted meanwhile has none. */
  static long size(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(BenchSheet::bytes).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
