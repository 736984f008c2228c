package dev.synod.demo.storage;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Which names somebody may have meant. */
final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /** The few that contain what was typed, or differ from it in less than half of its letters. */
  static List<String> of(String typed, List<String> names) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(
            name ->
                name.toLowerCase(Locale.ROOT).contains(wanted)
                    || distance(typed, name) * 2 < typed.length())
        .sorted(Comparator.comparingInt(name -> distance(typed, name)))
        .limit(MOST)
        .toList();
  }

  /** How many letters must be changed, added or removed (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
