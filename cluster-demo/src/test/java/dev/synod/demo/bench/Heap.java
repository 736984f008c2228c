package dev.synod.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the log of a JVM's collector says of some time.
 *
 * @param before the most that was in use when a collection began, in MiB
 * @param after the most that a collection left, in MiB: what was needed, and what was not found yet
 * @param pause the longest, in milliseconds
 * @param full how many full collections there were
 */
record Heap(int before, int after, double pause, int full) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\[(\\d+)ms\\] GC\\(\\d+\\) (Pause .*) (\\d+)M->(\\d+)M\\((\\d+)M\\) (.*)ms");

  static Heap of(Path home, String node, long fromMillis, long toMillis) {
    Heap heap = new Heap(0, 0, 0, 0);
    try (Stream<Path> files = Files.list(home)) {
      List<Path> logs =
          files
              .filter(file -> file.getFileName().toString().matches(node + "\\.\\d+\\.gc"))
              .toList();
      for (Path log : logs) {
        for (String line : Files.readAllLines(log)) {
          Matcher found = LINE.matcher(line);
          if (found.matches()
              && Long.parseLong(found.group(1)) >= fromMillis
              && Long.parseLong(found.group(1)) <= toMillis) {
            heap = heap.with(found);
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("logs of " + node + " can't be read", e);
    }
    return heap;
  }

  private Heap with(Matcher line) {
    return new Heap(
        Math.max(before, Integer.parseInt(line.group(3))),
        Math.max(after, Integer.parseInt(line.group(4))),
        Math.max(pause, Double.parseDouble(line.group(6))),
        full + (line.group(2).startsWith("Pause Full") ? 1 : 0));
  }

  @Override
  public String toString() {
    return "heap %d MiB, %d after a collection, longest pause %.0f ms, %d full"
        .formatted(before, after, pause, full);
  }
}
