package dev.synod.demo.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends one request to one node. Blocks; safe to use from several threads. */
public final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Duration timeout;

  /** With a bound for each request. */
  public Api(Duration timeout) {
    this.timeout = timeout;
  }

  /** An object to be filled. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Asks. */
  public Reply get(URI node, String path) throws IOException {
    return send(HttpRequest.newBuilder(node.resolve(path)));
  }

  /** Posts an object. */
  public Reply post(URI node, String path, JsonNode body) throws IOException {
    return send(posting(node, path, body));
  }

  /** Posts an object as a command of a session. */
  public Reply post(URI node, String path, JsonNode body, long session, long sequence)
      throws IOException {
    return send(placed(posting(node, path, body), session, sequence));
  }

  /** Puts a text, in no session of the client's own. */
  public Reply put(URI node, String path, String text) throws IOException {
    return send(putting(node, path, text));
  }

  /** Puts a text as a command of a session. */
  public Reply put(URI node, String path, String text, long session, long sequence)
      throws IOException {
    return send(placed(putting(node, path, text), session, sequence));
  }

  private static HttpRequest.Builder putting(URI node, String path, String text) {
    return HttpRequest.newBuilder(node.resolve(path)).PUT(BodyPublishers.ofString(text));
  }

  private static HttpRequest.Builder posting(URI node, String path, JsonNode body) {
    return HttpRequest.newBuilder(node.resolve(path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  private static HttpRequest.Builder placed(
      HttpRequest.Builder request, long session, long sequence) {
    return request
        .header("Synod-Session", Long.toString(session))
        .header("Synod-Sequence", Long.toString(sequence));
  }

  private Reply send(HttpRequest.Builder request) throws IOException {
    long sent = System.nanoTime();
    try {
      HttpResponse<byte[]> response =
          http.send(request.timeout(timeout).build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), JSON.readTree(response.body()), sent);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
