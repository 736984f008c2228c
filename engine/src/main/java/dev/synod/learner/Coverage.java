package dev.synod.learner;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a witness may drop (rule W1): the snapshots of other members cover it, so many of them that
 * whoever is elected has one of these among its voters. Then what it lacks can be had there.
 *
 * @param known the latest configuration that the witness is in
 * @param snapshots the newest of each other member
 */
record Coverage(Configuration known, Map<MemberId, Snapshotted> snapshots) {

  /** The newest snapshot through which all may go, if it reaches further than this slot. */
  Optional<SnapshotSaved> beyond(long slot) {
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.through() > slot && covers(snapshot))
        .max(Comparator.comparingLong(Snapshotted::through))
        .map(
            snapshot ->
                new SnapshotSaved(
                    snapshot.through(), snapshot.logTime(), snapshot.configuration(), 0));
  }

  /** Who has it must be a member with that very disk: what a lost one held is lost (rule D1). */
  private boolean covers(Snapshotted snapshot) {
    Configuration judged =
        snapshot.configuration().epoch() > known.epoch() ? snapshot.configuration() : known;
    List<MemberId> holders =
        snapshots.entrySet().stream()
            .filter(held -> held.getValue().through() >= snapshot.through())
            .filter(held -> judged.knows(held.getKey(), held.getValue().disk()))
            .map(Map.Entry::getKey)
            .toList();
    return Quorum.election(judged).needs(holders);
  }
}
