package dev.synod.demo.show;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line an event, with the time since the start; coloured on a terminal, plain in a pipe. */
final class Terminal {
  private static final String RESET = "\u001b[0m";

  private final PrintWriter out;
  private final boolean colours;
  private final long start = System.nanoTime();

  /** What kind of event it is, as a colour. */
  enum Tone {
    PLAIN(""),
    GOOD("\u001b[32m"),
    BAD("\u001b[1;31m"),
    NEWS("\u001b[1;33m");

    private final String escape;

    Tone(String escape) {
      this.escape = escape;
    }
  }

  Terminal(PrintWriter out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  synchronized void event(Tone tone, String kind, String text) {
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    out.println(
        String.format(
            Locale.ROOT, "%8.3f s  %s %s", seconds, painted(tone, "%-9s".formatted(kind)), text));
    out.flush();
  }

  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  String painted(Tone tone, String text) {
    return colours && tone != Tone.PLAIN ? tone.escape + text + RESET : text;
  }
}
