package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.MemberChange;
import dev.synod.api.MemberChange.Add;
import dev.synod.api.MemberChange.HandOver;
import dev.synod.api.MemberChange.Promote;
import dev.synod.api.MemberChange.Remove;
import dev.synod.api.MemberChange.Replace;
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

  private static final String SPARE = "n4";

  /** What an operator asks for. */
  private enum Kind {
    REMOVAL,
    REMOVAL_OF_THE_LEADER,
    HAND_OVER,
    PROMOTION,
    REPLACEMENT;

    MemberChange of(String leader, String other) {
      return switch (this) {
        case REMOVAL -> new Remove(other);
        case REMOVAL_OF_THE_LEADER -> new Remove(leader);
        case HAND_OVER -> new HandOver(Optional.of(other));
        case PROMOTION -> new Promote(SPARE);
        case REPLACEMENT -> new Replace(other);
      };
    }

    /** Those that serve before and after it, the leader first. */
    List<String> doors(String leader, List<String> others) {
      return switch (this) {
        case REMOVAL, REPLACEMENT -> List.of(leader, others.get(1));
        case REMOVAL_OF_THE_LEADER -> others;
        case HAND_OVER, PROMOTION -> List.of(leader, others.get(0));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void pausesForThreeRoundTripsAtMost(Kind change) {
    try (SimulatedCluster<PSortedMap<String, String>> cluster = started(change)) {
      cluster.weather(new Weather(Duration.ofMillis(UNIT_MILLIS / 2).toNanos(), 1, 0, 0, 0));
      cluster.members().forEach(member -> cluster.of(member).disk().syncTakes(1));

      assertThat(pause(cluster, change)).isBetween(UNIT_MILLIS, 3 * UNIT_MILLIS + SLACK_MILLIS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pausesForThreeWritesAtMost(Kind change) {
    try (SimulatedCluster<PSortedMap<String, String>> cluster = started(change)) {
      cluster.weather(new Weather(1, 1, 0, 0, 0));
      long nanos = Duration.ofMillis(UNIT_MILLIS).toNanos();
      cluster.members().forEach(member -> cluster.of(member).disk().syncTakes(nanos));

      assertThat(pause(cluster, change)).isBetween(UNIT_MILLIS, 3 * UNIT_MILLIS + SLACK_MILLIS);
    }
  }

  /** What comes in is there, and an observer has caught up. */
  private static SimulatedCluster<PSortedMap<String, String>> started(Kind change) {
    SimulatedCluster<PSortedMap<String, String>> cluster =
        SimulatedCluster.of(Store::new).seed(1).spares(1).start();
    String leader = cluster.awaitLeader(SOON);
    if (change == Kind.PROMOTION) {
      cluster.start(SPARE).runFor(Duration.ofSeconds(3));
      MemberChange observer = new Add(SPARE, MemberChange.Kind.OBSERVER);
      assertThat(cluster.await(cluster.reconfigure(leader, observer, 1), SOON)).isEqualTo(2);
    } else if (change == Kind.REPLACEMENT) {
      String lost = others(cluster, leader).get(0);
      cluster.crash(lost).loseDisk(lost).start(lost);
    }
    cluster.runFor(Duration.ofSeconds(5));
    return cluster;
  }

  private static List<String> others(SimulatedCluster<?> cluster, String leader) {
    return cluster.members().stream()
        .filter(member -> !member.equals(leader) && !member.equals(SPARE))
        .toList();
  }

  /** In milliseconds. Commands come all the time, at two members that stay. */
  private static long pause(SimulatedCluster<PSortedMap<String, String>> cluster, Kind change) {
    String leader = cluster.lastElected().orElseThrow();
    List<String> others = others(cluster, leader);
    List<String> doors = change.doors(leader, others);
    long epoch = cluster.census().electorate().epoch();

    long before = longest(cluster, doors);
    CompletableFuture<Long> next =
        cluster.reconfigure(leader, change.of(leader, others.get(0)), epoch).toCompletableFuture();
    long during = longest(cluster, doors);

    assertThat(next).isCompletedWithValue(epoch + 1);
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
