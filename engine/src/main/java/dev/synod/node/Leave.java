package dev.synod.node;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.MemberChange;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;

/** What a member does before its node ends: if it leads, it hands the lead over. */
public final class Leave {
  /** Others find a leader by themselves if that takes longer: 3 s. */
  private static final long PATIENCE_MILLIS = 3000;

  private Leave() {}

  /** Completes when another member leads, or when there is nothing to be done about it. */
  public static CompletionStage<Done> from(ConsensusGroup group) {
    return group
        .status()
        .thenCompose(
            status ->
                leads(status)
                    ? group
                        .reconfigure(
                            new MemberChange.HandOver(Optional.empty()),
                            OptionalLong.of(status.epoch()))
                        .thenApply(epoch -> Done.getInstance())
                    : CompletableFuture.completedFuture(Done.getInstance()))
        .toCompletableFuture()
        .completeOnTimeout(Done.getInstance(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(refused -> Done.getInstance());
  }

  private static boolean leads(GroupStatus status) {
    return status.leader().filter(status.member()::equals).isPresent();
  }
}
