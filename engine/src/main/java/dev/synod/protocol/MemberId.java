package dev.synod.protocol;

import java.util.regex.Pattern;

/**
 * The name of a member of a group: a node's part in it, stable over restarts, disks and addresses.
 *
 * @param value 1 to 63 characters: letters, digits, {@code _ . -}, the first a letter or a digit
 */
public record MemberId(String value) implements Comparable<MemberId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  /** Refuses a name that could not stand in an actor path or a persistence id. */
  public MemberId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "member id '"
              + value
              + "' must be 1 to 63 of A-Z a-z 0-9 _ . - and start with a letter"
              + " or digit");
    }
  }

  @Override
  public int compareTo(MemberId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
