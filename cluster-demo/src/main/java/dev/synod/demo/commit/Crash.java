package dev.synod.demo.commit;

import dev.synod.demo.json.BadRequest;
import dev.synod.demo.json.Fields;

/** Where the proposer stops, until it is told to recover. */
enum Crash {
  /** Nowhere. */
  NEVER,
  /** When it has asked all acceptors for their promises, in all instances. */
  PREPARE,
  /** When it has asked all acceptors for their votes, in all instances. */
  ACCEPT;

  private static final String FIELD = "crash_proposer_after";

  static Crash of(Fields body) {
    if (!body.has(FIELD) || body.any(FIELD).isNull()) {
      return NEVER;
    }
    String text = body.text(FIELD);
    return switch (text) {
      case "prepare" -> PREPARE;
      case "accept" -> ACCEPT;
      default ->
          throw new BadRequest(
              "field '%s' is '%s'; must be prepare or accept".formatted(FIELD, text));
    };
  }
}
