package dev.synod.demo.http;

import dev.synod.persistence.store.Figures;
import java.util.Optional;

/** What a node tells those that watch it, and decide whether to send it requests. */
public interface Health {

  /** The member was founded, replayed its log and has known a leader. */
  boolean started();

  /** Why the member has stopped for good; empty as long as it runs. */
  Optional<String> stopped();

  /** Why the group does not have the node's disk; empty if it has, or that is not known yet. */
  Optional<String> outside();

  /** What the node's store has done; empty as long as it is not open, or with another journal. */
  Optional<Figures> storage();

  /** What the node counts, as text in Prometheus's format 0.0.4. */
  String metrics();
}
