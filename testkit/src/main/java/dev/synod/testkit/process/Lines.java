package dev.synod.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a process says, line by line; read at once, so that it never waits for a full pipe. */
final class Lines {
  private final List<String> lines = new ArrayList<>();
  private int taken;
  private boolean ended;

  static Lines of(BufferedReader output, String name) {
    Lines lines = new Lines();
    Thread reader = new Thread(() -> lines.readFrom(output), name);
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private void readFrom(BufferedReader output) {
    try (output) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException broken) {
      // The pipe broke: as good as its end.
    }
    end();
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The next line with this text; empty if it does not come. */
  synchronized Optional<String> await(String text, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      while (taken < lines.size()) {
        String line = lines.get(taken++);
        if (line.contains(text)) {
          return Optional.of(line);
        }
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (ended || left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
  }

  synchronized List<String> last(int count) {
    return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }
}
