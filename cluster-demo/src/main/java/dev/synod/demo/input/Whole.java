package dev.synod.demo.input;

/** Whole numbers as they are typed. */
public final class Whole {
  private Whole() {}

  /**
   * A number within these bounds.
   *
   * @throws BadInput naming the option, the value and the bounds
   */
  public static int of(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Told below, as a number that is out of bounds is.
    }
    throw new BadInput(
        "%s '%s' must be a whole number from %d to %d".formatted(option, text, least, most));
  }
}
