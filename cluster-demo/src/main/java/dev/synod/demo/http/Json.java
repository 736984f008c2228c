package dev.synod.demo.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** Bodies of responses, and of requests that are objects. */
final class Json {
  /** One object and nothing behind it, each field once: else somebody meant what is not done. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** An object to be filled. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object that a request's body must be. */
  static JsonNode parse(String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadRequest("the body is no JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new BadRequest("the body must be a JSON object");
    }
    return node;
  }

  static HttpResponse ok(ObjectNode body) {
    return response(StatusCodes.OK, body);
  }

  static HttpResponse error(StatusCode status, String code, String message) {
    ObjectNode body = object();
    body.putObject("error").put("code", code).put("message", message);
    return response(status, body);
  }

  static HttpResponse response(StatusCode status, ObjectNode body) {
    try {
      return HttpResponse.create()
          .withStatus(status)
          .withEntity(ContentTypes.APPLICATION_JSON, MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("a tree of plain values can't be written", impossible);
    }
  }
}
