package dev.synod.demo.input;

import java.util.Optional;
import java.util.stream.Collectors;

/** What a failure says of itself, in one line. */
public final class Line {
  private Line() {}

  /** The failure's message; if it has none, what its cause says; its class, if nobody says more. */
  public static String of(Throwable failure) {
    Throwable telling = failure;
    while (telling.getMessage() == null && telling.getCause() != null) {
      telling = telling.getCause();
    }
    return Optional.ofNullable(telling.getMessage())
        .orElseGet(failure::toString)
        .lines()
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
