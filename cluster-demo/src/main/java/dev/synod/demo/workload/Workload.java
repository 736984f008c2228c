package dev.synod.demo.workload;

import dev.synod.demo.input.BadInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A workload file: see the head of {@code workload.txt} for the format.
 *
 * @param name where it comes from
 * @param errands in the order of the file, at least one
 */
public record Workload(String name, List<Errand> errands) {
  private static final String RESOURCE = "/workload.txt";
  private static final int NAME_LENGTH = 64;

  /** What a URI takes for a step, and what stands for bytes that are no text. */
  private static final Pattern NO_SEGMENT = Pattern.compile("\\.{1,2}|.*\ufffd.*");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** The one that comes with the demo. */
  public static Workload included() {
    InputStream stream = Objects.requireNonNull(Workload.class.getResourceAsStream(RESOURCE));
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      return read("workload.txt", reader);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  /**
   * A file in the same format.
   *
   * @throws BadInput naming file, line and reason
   */
  public static Workload of(Path file) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(file.toString(), reader);
    } catch (IOException e) {
      throw new BadInput("workload " + file + " can't be read: " + e, e);
    }
  }

  /** Reads lines until the end. */
  static Workload read(String name, Reader reader) throws IOException {
    List<Errand> errands = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    BufferedReader lines = new BufferedReader(reader);
    int number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine(), number++) {
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        errands.add(once(seen, errand(name + ":" + number, text), name + ":" + number));
      }
    }
    if (errands.isEmpty()) {
      throw new BadInput("workload " + name + " holds no line to be done; it needs at least 1");
    }
    return new Workload(name, List.copyOf(errands));
  }

  private static Errand errand(String where, String text) {
    String[] words = BLANKS.split(text);
    return switch (words[0]) {
      case "open" -> {
        requireWords(where, words, "open ACCOUNT CENTS");
        yield new Errand.Open(name(where, words[1]), number(where, words[2], 0));
      }
      case "transfer" -> {
        requireWords(where, words, "transfer ID FROM TO CENTS");
        yield new Errand.Transfer(
            name(where, words[1]),
            name(where, words[2]),
            name(where, words[3]),
            number(where, words[4], 1));
      }
      case "stock" -> {
        requireWords(where, words, "stock ITEM +COUNT|-COUNT");
        yield new Errand.Adjust(name(where, words[1]), delta(where, words[2]));
      }
      default ->
          throw new BadInput(where + ": '" + words[0] + "' must be one of open, transfer, stock");
    };
  }

  /** A transfer is known by its id, an account by its name: neither may come twice. */
  private static Errand once(Set<String> seen, Errand errand, String where) {
    String thing =
        errand instanceof Errand.Transfer transfer
            ? "transfer '" + transfer.id() + "'"
            : errand instanceof Errand.Open open ? "account '" + open.account() + "'" : "";
    if (!thing.isEmpty() && !seen.add(thing)) {
      throw new BadInput(where + ": " + thing + " stands twice in the file");
    }
    return errand;
  }

  private static void requireWords(String where, String[] words, String form) {
    int expected = BLANKS.split(form).length;
    if (words.length != expected) {
      throw new BadInput(
          "%s: '%s' has %d words, must have %d: %s"
              .formatted(where, words[0], words.length, expected, form));
    }
  }

  private static String name(String where, String word) {
    if (word.length() > NAME_LENGTH) {
      throw new BadInput(
          "%s: name of %d characters must have at most %d: %s..."
              .formatted(where, word.length(), NAME_LENGTH, word.substring(0, NAME_LENGTH)));
    }
    if (NO_SEGMENT.matcher(word).matches()) {
      throw new BadInput(where + ": name '" + word + "' can stand in no path");
    }
    return word;
  }

  private static long delta(String where, String word) {
    long delta = number(where, word, Integer.MIN_VALUE);
    if (delta == 0) {
      throw new BadInput(where + ": count '" + word + "' must not be 0");
    }
    return delta;
  }

  /** Up to an amount of which billions can be added up. */
  private static long number(String where, String word, int lowest) {
    long number;
    try {
      number = Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new BadInput(where + ": '" + word + "' is no whole number", e);
    }
    if (number < lowest || number > Integer.MAX_VALUE) {
      throw new BadInput(
          "%s: %s must be from %d to %d".formatted(where, word, lowest, Integer.MAX_VALUE));
    }
    return number;
  }
}
