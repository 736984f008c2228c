package dev.synod.demo.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The fields of an object; each is there and of the right kind, or refused by its name. */
public record Fields(JsonNode body) {
  /** One object and nothing behind it, each field once: else somebody meant what is not done. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Of the object that this text must be; it is called so in the refusal. */
  public static Fields of(String what, String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadRequest(what + " is no JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new BadRequest(what + " must be a JSON object");
    }
    return new Fields(node);
  }

  /** A string. */
  public String text(String name) {
    JsonNode field = any(name);
    if (!field.isTextual()) {
      throw new BadRequest("field '" + name + "' must be a string");
    }
    return encodable("field '" + name + "'", field.textValue());
  }

  /** A string, or null. */
  public Optional<String> textOrNull(String name) {
    return any(name).isNull() ? Optional.empty() : Optional.of(text(name));
  }

  /** A whole number from this one on. */
  public long number(String name, long lowest) {
    return number(name, lowest, Long.MAX_VALUE);
  }

  /** A whole number between these, both included. */
  public long number(String name, long lowest, long highest) {
    JsonNode field = any(name);
    if (!field.isIntegralNumber()
        || !field.canConvertToLong()
        || field.longValue() < lowest
        || field.longValue() > highest) {
      throw new BadRequest(
          "field '" + name + "' must be a whole number from " + lowest + " to " + highest);
    }
    return field.longValue();
  }

  /** An object within this one. */
  public Fields object(String name) {
    JsonNode field = any(name);
    if (!field.isObject()) {
      throw new BadRequest("field '" + name + "' must be an object");
    }
    return new Fields(field);
  }

  /** Whether it is there, of whatever kind. */
  public boolean has(String name) {
    return body.has(name);
  }

  /** Refuses fields that nobody would read: who wrote them meant something by them. */
  public void requireOnly(List<String> known) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new BadRequest("field '" + name + "' has no meaning here, only " + known);
              }
            });
  }

  /** An array of strings. */
  public List<String> texts(String name) {
    JsonNode field = any(name);
    if (!field.isArray()
        || !StreamSupport.stream(field.spliterator(), false).allMatch(JsonNode::isTextual)) {
      throw new BadRequest("field '" + name + "' must be an array of strings");
    }
    return StreamSupport.stream(field.spliterator(), false).map(JsonNode::textValue).toList();
  }

  /** Refuses half a surrogate pair, which no UTF-8 stands for: it would come back as another. */
  public static String encodable(String what, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new BadRequest(what + " holds half a surrogate pair");
    }
    return text;
  }

  /** A field of whatever kind, null too. */
  public JsonNode any(String name) {
    JsonNode field = body.get(name);
    if (field == null) {
      throw new BadRequest("field '" + name + "' is missing");
    }
    return field;
  }
}
