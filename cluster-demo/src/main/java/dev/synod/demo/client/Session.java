package dev.synod.demo.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A client with one command at a time, which asks until it knows how that ended: the next node, the
 * same session, the same sequence. For one thread.
 */
public final class Session {
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final Api api;
  private final List<URI> nodes;
  private final Duration patience;
  private final long id;
  private int node;
  private long sequence;

  /** One attempt at one node. */
  @FunctionalInterface
  private interface Attempt {
    Reply at(URI node) throws IOException;
  }

  /**
   * Opens a session.
   *
   * @param first the index of the node that is asked first
   * @param patience after this it gives up
   * @throws GaveUpException if no node answered in that time
   */
  public Session(Api api, List<URI> nodes, int first, Duration patience) {
    this.api = api;
    this.nodes = List.copyOf(nodes);
    this.patience = patience;
    this.node = first % nodes.size();
    Reply opened = insist(at -> api.post(at, "/sessions", Api.object()));
    if (!opened.ok()) {
      throw new GaveUpException("no session was opened: " + opened);
    }
    this.id = opened.body().path("session").asLong();
  }

  /**
   * Does one command; the reply is final.
   *
   * @throws GaveUpException if its outcome is still unknown when patience ends
   */
  public Reply post(String path, JsonNode body) {
    sequence++;
    return insist(at -> api.post(at, path, body, id, sequence));
  }

  /** Writes a value; as {@link #post}. */
  public Reply put(String path, String text) {
    sequence++;
    return insist(at -> api.put(at, path, text, id, sequence));
  }

  private Reply insist(Attempt attempt) {
    long begin = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    String last = "";
    while (System.nanoTime() - begin < patience.toNanos()) {
      try {
        Reply reply = attempt.at(nodes.get(node));
        if (!reply.worthARetry()) {
          return reply;
        }
        last = reply.toString();
      } catch (IOException e) {
        last = e.toString();
      }
      node = (node + 1) % nodes.size();
      pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
    throw new GaveUpException(
        "no outcome within %d s, last at %s: %s"
            .formatted(patience.toSeconds(), nodes.get(node), last));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GaveUpException("interrupted");
    }
  }
}
