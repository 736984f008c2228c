package dev.synod.demo.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The fields of a request's body; each is there and of the right kind, or refused by its name. */
record Fields(JsonNode body) {

  static Fields of(String text) {
    return new Fields(Json.parse(text));
  }

  String text(String name) {
    JsonNode field = field(name);
    if (!field.isTextual()) {
      throw new BadRequest("field '" + name + "' must be a string");
    }
    return encodable("field '" + name + "'", field.textValue());
  }

  /** A string, or null. */
  Optional<String> textOrNull(String name) {
    return field(name).isNull() ? Optional.empty() : Optional.of(text(name));
  }

  long number(String name, long lowest) {
    return number(name, lowest, Long.MAX_VALUE);
  }

  long number(String name, long lowest, long highest) {
    JsonNode field = field(name);
    if (!field.isIntegralNumber()
        || !field.canConvertToLong()
        || field.longValue() < lowest
        || field.longValue() > highest) {
      throw new BadRequest(
          "field '" + name + "' must be a whole number from " + lowest + " to " + highest);
    }
    return field.longValue();
  }

  Fields object(String name) {
    JsonNode field = field(name);
    if (!field.isObject()) {
      throw new BadRequest("field '" + name + "' must be an object");
    }
    return new Fields(field);
  }

  boolean has(String name) {
    return body.has(name);
  }

  /** Refuses fields that nobody would read: who wrote them meant something by them. */
  void requireOnly(List<String> known) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new BadRequest("field '" + name + "' has no meaning here, only " + known);
              }
            });
  }

  List<String> texts(String name) {
    JsonNode field = field(name);
    if (!field.isArray()
        || !StreamSupport.stream(field.spliterator(), false).allMatch(JsonNode::isTextual)) {
      throw new BadRequest("field '" + name + "' must be an array of strings");
    }
    return StreamSupport.stream(field.spliterator(), false).map(JsonNode::textValue).toList();
  }

  /** Refuses half a surrogate pair, which no UTF-8 stands for: it would come back as another. */
  static String encodable(String what, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new BadRequest(what + " holds half a surrogate pair");
    }
    return text;
  }

  private JsonNode field(String name) {
    JsonNode field = body.get(name);
    if (field == null) {
      throw new BadRequest("field '" + name + "' is missing");
    }
    return field;
  }
}
