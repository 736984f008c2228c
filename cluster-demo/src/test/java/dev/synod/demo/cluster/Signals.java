package dev.synod.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals that Java has no word for. */
final class Signals {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";
  private static final long SIGINT = 1L << 1;

  private Signals() {}

  static void send(String signal, String pid) {
    try {
      int status = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
      assertThat(status).as("kill -%s %s", signal, pid).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("kill -" + signal + " " + pid + " can't be run", e);
    }
  }

  /**
   * What ctrl-c sends. What a shell starts in the background has SIGINT ignored, and so have its
   * children; there it is SIGTERM, which takes the same way.
   */
  static String interrupt() throws IOException {
    return Files.exists(STATUS)
            && Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(IGNORED))
                .map(line -> line.substring(IGNORED.length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGINT) != 0)
        ? "TERM"
        : "INT";
  }
}
