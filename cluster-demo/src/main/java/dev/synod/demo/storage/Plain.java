package dev.synod.demo.storage;

import java.util.stream.Collectors;

/** Text from a store as a terminal can show it: one line, and no signs that steer the terminal. */
final class Plain {
  private Plain() {}

  static String of(String text) {
    return text.codePoints()
        .mapToObj(sign -> steers(sign) ? "\\u%04x".formatted(sign) : Character.toString(sign))
        .collect(Collectors.joining());
  }

  private static boolean steers(int sign) {
    return switch (Character.getType(sign)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
