package dev.synod.demo.commit;

import dev.synod.api.Choice;
import dev.synod.demo.json.BadRequest;
import java.util.Arrays;
import java.util.Locale;

/** How a choice is written in a message. */
final class Spelling {
  private Spelling() {}

  static String of(Choice choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  static Choice read(String field, String text) {
    return Arrays.stream(Choice.values())
        .filter(choice -> of(choice).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "field '%s' is '%s'; must be commit or abort".formatted(field, text)));
  }
}
