package dev.synod.protocol;

import java.util.regex.Pattern;

/**
 * The name of a group: one replicated log and the members that keep it.
 *
 * @param value 1 to 63 characters: letters, digits, {@code _ . -}, the first a letter or a digit;
 *     it stands in actor paths and persistence ids
 */
public record GroupName(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  /** Refuses a name that could not stand in an actor path or a persistence id. */
  public GroupName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "group name '"
              + value
              + "' must be 1 to 63 of A-Z a-z 0-9 _ . - and start with a letter"
              + " or digit");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
