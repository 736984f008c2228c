package dev.synod.demo.commit;

import dev.synod.demo.json.BadRequest;
import java.util.Arrays;
import java.util.Locale;

/** What can be chosen in an instance, and what a transaction ends in. */
enum Choice {
  /** The participant can and will make it so. */
  COMMIT,
  /** It can't, or nobody has heard of it. */
  ABORT;

  /** As it is written. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Choice of(String field, String text) {
    return Arrays.stream(values())
        .filter(choice -> choice.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "field '%s' is '%s'; must be commit or abort".formatted(field, text)));
  }
}
