package dev.synod.demo.bench;

import dev.synod.demo.input.BadInput;

/**
 * Numbers as they are typed, refused in one line that names the option, the value and the bound.
 */
final class Numbers {
  private Numbers() {}

  static double decimal(String option, String text, double least, double most) {
    try {
      double number = Double.parseDouble(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Told below, as a number that is out of bounds is.
    }
    throw new BadInput(
        "%s '%s' must be a number from %s to %s"
            .formatted(option, text, Figures.plain(least), Figures.plain(most)));
  }
}
