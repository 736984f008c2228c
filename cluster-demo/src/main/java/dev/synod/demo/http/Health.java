package dev.synod.demo.http;

import java.util.Optional;

/** What a node tells those that decide whether to send it requests, or to start it anew. */
public interface Health {

  /** The member was founded, replayed its log and has known a leader. */
  boolean started();

  /** Why the member has stopped for good; empty as long as it runs. */
  Optional<String> stopped();
}
