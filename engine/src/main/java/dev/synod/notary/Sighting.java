package dev.synod.notary;

import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Trace;
import java.util.Optional;

/**
 * How far another member's disk was seen to have come.
 *
 * @param starts the newest start that was seen
 * @param token of that start
 * @param events that its acceptor's journal held at least
 */
public record Sighting(MemberId member, Incarnation disk, long starts, long token, long events) {

  static Sighting of(MemberId member, Incarnation disk, Trace trace) {
    return new Sighting(member, disk, trace.starts(), trace.token(), trace.events());
  }

  /**
   * What shows that the disk which left this trace is not the one that was seen; empty if nothing
   * does. Within one start messages may overtake each other, so fewer events mean nothing there.
   */
  Optional<String> objection(Trace trace) {
    if (trace.starts() < starts) {
      return Optional.of(
          "it is at its start number %d, but number %d was seen".formatted(trace.starts(), starts));
    }
    if (trace.tokenOf(starts).stream().anyMatch(other -> other != token)) {
      return Optional.of(
          "start number %d was seen on another copy of the same directory".formatted(starts));
    }
    return trace.starts() > starts && trace.replayed() < events
        ? Optional.of(
            "its journal began with %d events, but %d were seen"
                .formatted(trace.replayed(), events))
        : Optional.empty();
  }

  /** The same, or further. */
  Sighting with(Trace trace) {
    return new Sighting(
        member, disk, trace.starts(), trace.token(), Math.max(events, trace.events()));
  }

  boolean sameStart(Sighting other) {
    return disk.equals(other.disk) && starts == other.starts && token == other.token;
  }
}
