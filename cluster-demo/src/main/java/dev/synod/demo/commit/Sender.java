package dev.synod.demo.commit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.demo.json.Fields;
import java.util.Optional;

/** What can be made out of a message that is not as it should be. */
final class Sender {
  private Sender() {}

  /** Who has sent it. */
  static Optional<String> of(Fields message) {
    return Optional.ofNullable(message.body().get("src"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  /** The number that an answer must repeat. */
  static Optional<Long> number(Fields message) {
    return Optional.of(message.body().path("body").path("msg_id"))
        .filter(number -> number.isIntegralNumber() && number.canConvertToLong())
        .map(JsonNode::longValue);
  }
}
