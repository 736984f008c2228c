package dev.synod.protocol;

import java.util.UUID;

/**
 * The identity of a member's disk (rule D1). A directory gets it once, when it is formatted; a
 * member whose directory was lost comes back with another one and has no vote until it is replaced.
 */
public record Incarnation(UUID uuid) {
  /** Reads what {@link #toString()} wrote. */
  public static Incarnation parse(String text) {
    return new Incarnation(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
