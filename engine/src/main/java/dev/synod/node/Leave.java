package dev.synod.node;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.MemberChange;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.slf4j.Logger;

/** What a member does before its node ends: if it leads, it hands the lead over. */
public final class Leave {
  /** Others find a leader by themselves if that takes longer: 3 s. */
  private static final long PATIENCE_MILLIS = 3000;

  private Leave() {}

  /**
   * Completes when another member leads, or when nothing can be done about it.
   *
   * @param self this member
   * @param log told why it goes without
   */
  public static CompletionStage<Done> from(ConsensusGroup group, String self, Logger log) {
    return group
        .leader()
        .thenCompose(
            leader ->
                leader.filter(self::equals).isPresent()
                    ? handOver(group)
                    : CompletableFuture.completedFuture(Done.getInstance()))
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              log.warn(
                  "{}: {} leaves without having handed the lead over; the others elect another"
                      + " once they miss its heartbeats ({})",
                  group.name(),
                  self,
                  failure.toString());
              return Done.getInstance();
            });
  }

  private static CompletionStage<Done> handOver(ConsensusGroup group) {
    return group
        .reconfigure(new MemberChange.HandOver(Optional.empty()), OptionalLong.empty())
        .thenApply(epoch -> Done.getInstance());
  }
}
