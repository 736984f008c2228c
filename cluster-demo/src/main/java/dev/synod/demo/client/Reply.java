package dev.synod.demo.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a node answered.
 *
 * @param sentNanos when the request that was answered was sent, of {@link System#nanoTime()}
 */
public record Reply(int status, JsonNode body, long sentNanos) {
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int UNKNOWN = 504;

  /** Whether asking again with the same words may bring more. */
  public boolean worthARetry() {
    return status == TOO_MANY || status == UNAVAILABLE || status == UNKNOWN;
  }

  /** Whether it is what was asked for. */
  public boolean ok() {
    return status / 100 == 2;
  }

  /** The error's message, or all of it where there is none. */
  public String why() {
    return body.path("error").path("message").asText(toString());
  }

  @Override
  public String toString() {
    return status + " " + body;
  }
}
