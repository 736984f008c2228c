package dev.synod.demo.input;

import java.util.Optional;

/** What a failure says of itself, in one line. */
public final class Line {
  private Line() {}

  /** The failure's message; its class, if it has none. */
  public static String of(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
  }
}
