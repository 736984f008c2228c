package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.MemberChange;
import dev.synod.api.MembershipException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What n1 does before its node ends. It never asks for a status, which hashes the whole state. */
class LeaveTest {
  private static final Logger LOG = LoggerFactory.getLogger(LeaveTest.class);

  private final List<MemberChange> asked = new ArrayList<>();
  private final CompletableFuture<Long> made = new CompletableFuture<>();

  private CompletableFuture<Done> leaving(Optional<String> leader) {
    Untouched group =
        new Untouched() {
          @Override
          public CompletionStage<Optional<String>> leader() {
            return CompletableFuture.completedFuture(leader);
          }

          @Override
          public CompletionStage<Long> reconfigure(MemberChange change, OptionalLong epoch) {
            asked.add(change);
            return made;
          }
        };
    return Leave.from(group, "n1", LOG).toCompletableFuture();
  }

  @Test
  void aLeaderHandsOverAndGoesWhenThatIsDone() {
    CompletableFuture<Done> left = leaving(Optional.of("n1"));

    assertThat(asked).containsExactly(new MemberChange.HandOver(Optional.empty()));
    assertThat(left).isNotDone();
    made.complete(4L);
    assertThat(left).isCompletedWithValue(Done.getInstance());
  }

  @Test
  void whoDoesNotLeadGoesAtOnce() {
    assertThat(leaving(Optional.of("n2"))).isCompletedWithValue(Done.getInstance());
    assertThat(leaving(Optional.empty())).isCompletedWithValue(Done.getInstance());
    assertThat(asked).isEmpty();
  }

  @Test
  void aRefusalKeepsNobodyFromGoing() {
    made.completeExceptionally(
        new MembershipException(MembershipException.Reason.REFUSED, "nobody else lives"));

    assertThat(leaving(Optional.of("n1"))).isCompletedWithValue(Done.getInstance());
  }

  @Test
  void nobodyIsWaitedForWithoutEnd() {
    assertThat(leaving(Optional.of("n1"))).succeedsWithin(Duration.ofSeconds(60));
  }
}
