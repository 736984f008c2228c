package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.N2;
import static dev.synod.replica.Given.SETTINGS;

import dev.synod.api.ReadConsistency;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reads of a node in epoch 1 that follows n2, and what they say and end. */
abstract class ReadsScene {
  final List<Effect> said = new ArrayList<>();
  final List<Reads.Ready> ended = new ArrayList<>();
  Reads reads =
      Reads.create(SETTINGS.client(), CONFIGURATION, 500).leader(Optional.of(N2), 0).state();

  final void submit(long request, ReadConsistency kind, long applied, long now) {
    take(reads.submit(request, kind, applied, now));
  }

  /** The leader answers in epoch 1, after a round. */
  final void index(long request, long slot, long applied, long now) {
    take(reads.index(new ReadIndex(request, slot, false), 1, applied, now));
  }

  /** The state has come so far, in epoch 1. */
  final void applied(long slot) {
    take(reads.applied(slot, 1, 0));
  }

  final void take(Turn<Reads, Reads.Ready> turn) {
    reads = turn.state();
    said.addAll(turn.effects());
    ended.addAll(turn.endings());
  }

  final List<Long> requests() {
    return ended.stream().map(Reads.Ready::request).toList();
  }

  static Reads.Ready answered(long request) {
    return new Reads.Ready(request, Optional.empty());
  }
}
