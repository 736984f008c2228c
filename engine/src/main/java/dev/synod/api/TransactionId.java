package dev.synod.api;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a transaction, among all of those that are ever begun under one name.
 *
 * @param name under which its members commit together
 * @param origin the member where it was begun
 * @param number from 1, each once per origin
 */
public record TransactionId(String name, String origin, long number)
    implements Comparable<TransactionId> {
  private static final Pattern FORM = Pattern.compile("([^:]+):([^:]+):(\\d{1,18})");
  private static final Comparator<TransactionId> ORDER =
      Comparator.comparing(TransactionId::name)
          .thenComparing(TransactionId::origin)
          .thenComparingLong(TransactionId::number);

  /** Refuses numbers that are none. */
  public TransactionId {
    if (number < 1) {
      throw new IllegalArgumentException(
          "number %d of a transaction of '%s' must be at least 1".formatted(number, origin));
    }
  }

  /**
   * From what {@link #toString} gives, to find it again in a resource manager's own store.
   *
   * @throws IllegalArgumentException naming the text, if it is none
   */
  public static TransactionId parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no id of a transaction, such as bank:n1:17".formatted(text));
    }
    return new TransactionId(form.group(1), form.group(2), Long.parseLong(form.group(3)));
  }

  @Override
  public int compareTo(TransactionId other) {
    return ORDER.compare(this, other);
  }

  /** Name, origin and number, such as {@code bank:n1:17}. */
  @Override
  public String toString() {
    return name + ":" + origin + ":" + number;
  }
}
