package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.testkit.sim.Store.Append;
import dev.synod.testkit.sim.Store.Get;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Written scenarios: what is done to a cluster, and what it must do then. */
class SimulatedClusterTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SimulatedCluster<?> cluster = SimulatedCluster.of(new Store()).seed(11).start();

  @AfterEach
  void close() {
    cluster.close();
  }

  private long append(String member, String word) {
    Outcome<String> outcome =
        cluster.await(cluster.door(member).submit(new Append("k", word)), SOON);
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<String>) outcome).slot();
  }

  private String read(String member) {
    return cluster
        .await(cluster.door(member).read(new Get("k"), ReadConsistency.LINEARIZABLE), SOON)
        .value();
  }

  private String[] others(String member) {
    return cluster.members().stream().filter(id -> !id.equals(member)).toArray(String[]::new);
  }

  @Test
  void aCommandIsSeenEverywhere() {
    cluster.awaitLeader(SOON);

    append("n2", "a.");

    assertThat(cluster.members()).allSatisfy(member -> assertThat(read(member)).isEqualTo("a."));
  }

  @Test
  void anotherMemberLeadsAfterTheLeadersCrash() {
    String first = cluster.awaitLeader(SOON);
    append(first, "a.");

    cluster.crash(first);

    assertThat(cluster.awaitLeader(SOON)).isNotEqualTo(first);
    assertThat(read(others(first)[0])).isEqualTo("a.");
  }

  /** PowerLossAllNodes: everything that is not synced is gone everywhere. */
  @Test
  void nothingAcknowledgedIsLostWhenAllMembersCrash() {
    cluster.awaitLeader(SOON);
    for (int i = 0; i < 10; i++) {
      append("n1", i + ".");
    }

    cluster.members().forEach(cluster::crash);
    cluster.start("n3").start("n2").start("n1");
    cluster.awaitLeader(SOON);

    assertThat(read("n2")).isEqualTo("0.1.2.3.4.5.6.7.8.9.");
  }

  /** DeposedLeaderRead: an isolated leader answers no linearizable read with an old state. */
  @Test
  void anIsolatedLeaderAnswersNoReads() {
    String old = cluster.awaitLeader(SOON);
    append(old, "a.");
    cluster.partition(old).fromAll();
    var read =
        cluster.door(old).read(new Get("k"), ReadConsistency.LINEARIZABLE).toCompletableFuture();

    append(others(old)[0], "b.");
    cluster.runUntil(read::isDone, Duration.ofMinutes(1));

    assertThatThrownBy(read::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ReadFailedException.class);
  }

  /** SigstopLeader60s. */
  @Test
  void aLeaderThatStoodStillForAMinuteLosesNothing() {
    String old = cluster.awaitLeader(SOON);
    cluster.pause(old);
    var late = cluster.door(old).submit(new Append("k", "late.")).toCompletableFuture();

    append(others(old)[0], "b.");
    cluster.runFor(Duration.ofMinutes(1)).resume(old);
    cluster.runUntil(late::isDone, Duration.ofMinutes(1));

    assertThat(read(old)).isEqualTo(read(others(old)[1])).startsWith("b.");
  }

  /** HungDiskLeader. */
  @Test
  void aLeaderWhoseDiskHangsIsReplaced() {
    String old = cluster.awaitLeader(SOON);
    cluster.stallDisk(old, Duration.ofMinutes(2));
    var stuck = cluster.door(old).submit(new Append("k", "x.")).toCompletableFuture();

    cluster.runFor(Duration.ofSeconds(20));

    assertThat(cluster.status(others(old)[0]).flatMap(GroupStatus::leader))
        .hasValueSatisfying(now -> assertThat(now).isNotEqualTo(old));
    assertThat(stuck).isDone();
  }

  /** EioHalts: after a sync that failed nothing more is said, until the member starts again. */
  @Test
  void aMemberWhoseSyncFailsHaltsAndComesBack() {
    String leader = cluster.awaitLeader(SOON);
    String victim = others(leader)[0];
    cluster.failNextSync(victim);

    append(leader, "a.");
    cluster.runFor(Duration.ofSeconds(5));
    assertThat(cluster.isRunning(victim)).isFalse();
    cluster.crash(victim).start(victim).runUntil(() -> cluster.ready(victim), SOON);

    assertThat(read(victim)).isEqualTo("a.");
  }

  /** AmnesiacAcceptorRefused. */
  @Test
  void aMemberWithAnEmptyDiskDoesNotVote() {
    cluster.awaitLeader(SOON);
    append("n1", "a.");
    cluster.crash("n3").loseDisk("n3").start("n3").runFor(Duration.ofSeconds(5));
    cluster.crash("n2");

    var outcome = cluster.door("n1").submit(new Append("k", "b.")).toCompletableFuture();
    cluster.runUntil(outcome::isDone, Duration.ofMinutes(1));

    assertThat(outcome.join()).isInstanceOf(Outcome.Unknown.class);
    assertThat(cluster.ready("n3")).isFalse();
  }

  /** BitFlipOrTailLossDetected. */
  @Test
  void aMemberWithADamagedDiskDoesNotVote() {
    cluster.awaitLeader(SOON);
    append("n1", "a.");
    cluster.rotDisk("n3").crash("n3").start("n3").runFor(Duration.ofSeconds(5));

    assertThat(cluster.isRunning("n3")).isFalse();
    append("n1", "b.");
  }

  /** ConstrainedElection: only the member that lags is connected to a quorum. */
  @Test
  void aMemberThatLagsLeadsIfNobodyElseCan() {
    cluster.close();
    try (SimulatedCluster<?> five = SimulatedCluster.of(new Store()).members(5).seed(3).start()) {
      five.awaitLeader(SOON);
      five.partition("n5").fromAll();
      ConsensusGroup door = five.door("n1");
      for (int i = 0; i < 20; i++) {
        five.await(door.submit(new Append("k", i + ".")), SOON);
      }
      five.heal();
      for (String member : List.of("n1", "n2", "n3", "n4")) {
        five.partition(member).from(others(five, member, "n5"));
      }

      Optional<String> leader = Optional.empty();
      for (int second = 0; second < 60 && !leader.equals(Optional.of("n5")); second++) {
        five.runFor(Duration.ofSeconds(1));
        leader = five.status("n5").flatMap(GroupStatus::leader);
      }

      assertThat(leader).contains("n5");
    }
  }

  private static String[] others(SimulatedCluster<?> cluster, String... not) {
    return cluster.members().stream()
        .filter(id -> !List.of(not).contains(id))
        .toArray(String[]::new);
  }

  @Test
  void aForeignThreadIsCaught() throws Exception {
    cluster.awaitLeader(SOON);
    var group = cluster.door("n1");
    Thread stranger = new Thread(() -> group.status());
    stranger.start();
    stranger.join();

    assertThatThrownBy(() -> cluster.runFor(SOON)).hasMessageContaining("foreign thread");
  }

  @Test
  void aThreadHasOneClusterAtATime() {
    var second = SimulatedCluster.of(new Store());

    assertThatThrownBy(second::start).hasMessageContaining("close it first");
  }

  @Test
  void aBadNameIsRefused() {
    assertThatThrownBy(() -> cluster.crash("n7"))
        .hasMessage("there is no member 'n7'; members are [n1, n2, n3]");
    assertThatThrownBy(() -> SimulatedCluster.of(new Store()).members(0))
        .hasMessage("members 0 must be from 1 to 9");
  }
}
