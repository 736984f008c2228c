package dev.synod.testkit.audit;

/** Users' objects in messages: as long as a reader bears. */
final class Shown {
  private static final int CHARS = 500;

  private Shown() {}

  static String of(Object object) {
    String text;
    try {
      text = String.valueOf(object);
    } catch (RuntimeException thrown) {
      text = object.getClass().getName() + ", whose toString throws " + thrown;
    }
    return text.length() <= CHARS ? text : text.substring(0, CHARS) + "...";
  }
}
