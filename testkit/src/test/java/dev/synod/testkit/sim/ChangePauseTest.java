package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.MemberChange;
import dev.synod.api.MemberChange.HandOver;
import dev.synod.api.MemberChange.Remove;
import dev.synod.api.Outcome;
import dev.synod.testkit.sim.Store.Append;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcollections.PSortedMap;

/**
 * What a change of the members costs those that write: how much longer a command takes at most than
 * before. Counted by letting one thing take time and nothing else: first a message, then a write.
 */
class ChangePauseTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** What a round trip takes, or a write. */
  private static final long UNIT_MILLIS = 100;

  /** All that takes no time takes a little. */
  private static final long BETWEEN_MILLIS = 2;

  private static final long SLACK_MILLIS = 20;
  private static final int COMMANDS = 500;

  /** What an operator asks for, who is another member than the leader. */
  private enum Kind {
    REMOVAL,
    HAND_OVER;

    MemberChange of(String other) {
      return this == REMOVAL ? new Remove(other) : new HandOver(Optional.of(other));
    }
  }

  @ParameterizedTest
  @EnumSource
  void pausesForThreeRoundTripsAtMost(Kind change) {
    try (SimulatedCluster<PSortedMap<String, String>> cluster = started()) {
      cluster.weather(new Weather(Duration.ofMillis(UNIT_MILLIS / 2).toNanos(), 1, 0, 0, 0));
      cluster.members().forEach(member -> cluster.of(member).disk().syncTakes(1));

      assertThat(pause(cluster, change)).isBetween(UNIT_MILLIS, 3 * UNIT_MILLIS + SLACK_MILLIS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pausesForThreeWritesAtMost(Kind change) {
    try (SimulatedCluster<PSortedMap<String, String>> cluster = started()) {
      cluster.weather(new Weather(1, 1, 0, 0, 0));
      long nanos = Duration.ofMillis(UNIT_MILLIS).toNanos();
      cluster.members().forEach(member -> cluster.of(member).disk().syncTakes(nanos));

      assertThat(pause(cluster, change)).isBetween(UNIT_MILLIS, 3 * UNIT_MILLIS + SLACK_MILLIS);
    }
  }

  private static SimulatedCluster<PSortedMap<String, String>> started() {
    SimulatedCluster<PSortedMap<String, String>> cluster =
        SimulatedCluster.of(Store::new).seed(1).start();
    cluster.awaitLeader(SOON);
    cluster.runFor(Duration.ofSeconds(3));
    return cluster;
  }

  /** In milliseconds. Commands come all the time, at the leader and at a member that stays. */
  private static long pause(SimulatedCluster<PSortedMap<String, String>> cluster, Kind change) {
    String leader = cluster.awaitLeader(SOON);
    List<String> others =
        cluster.members().stream().filter(member -> !member.equals(leader)).toList();
    List<String> doors = List.of(leader, others.get(change == Kind.REMOVAL ? 1 : 0));

    long before = longest(cluster, doors);
    CompletableFuture<Long> epoch =
        cluster.reconfigure(leader, change.of(others.get(0)), 1).toCompletableFuture();
    long during = longest(cluster, doors);

    assertThat(epoch).isCompletedWithValue(2L);
    return during - before;
  }

  /** What the slowest of many commands takes, in milliseconds. */
  private static long longest(
      SimulatedCluster<PSortedMap<String, String>> cluster, List<String> doors) {
    List<Long> taken = new ArrayList<>();
    for (int sent = 0; sent < COMMANDS; sent++) {
      long start = cluster.time().toMillis();
      var unused =
          cluster
              .door(doors.get(sent % doors.size()))
              .submit(new Append("text", "x"))
              .whenComplete(
                  (outcome, failure) -> {
                    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
                    taken.add(cluster.time().toMillis() - start);
                  });
      cluster.runFor(Duration.ofMillis(BETWEEN_MILLIS));
    }
    assertThat(cluster.runUntil(() -> taken.size() == COMMANDS, SOON)).isTrue();
    return Collections.max(taken);
  }
}
