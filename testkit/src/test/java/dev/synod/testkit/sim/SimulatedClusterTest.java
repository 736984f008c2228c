package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.Outcome;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.testkit.sim.Store.Append;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What scripts can do to a cluster, and what they can't. */
class SimulatedClusterTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SimulatedCluster<?> cluster = SimulatedCluster.of(Store::new).seed(11).start();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void mailThatIsHeldComesWhenItIsReleased() {
    String leader = cluster.awaitLeader(SOON);
    Hold accepts = cluster.hold(Accept.class::isInstance, leader, others(leader));
    var outcome = cluster.door(leader).submit(new Append("k", "a.")).toCompletableFuture();

    cluster.runFor(Duration.ofMillis(100));
    assertThat(accepts.size()).isPositive();
    assertThat(outcome).isNotDone();

    // They were on their way before the link was cut.
    cluster.partition(leader).towards(others(leader));
    accepts.release();
    assertThat(accepts.size()).isZero();
    assertThat(cluster.await(outcome, Duration.ofMillis(100)))
        .isInstanceOf(Outcome.Committed.class);
  }

  @Test
  void mailThatIsDroppedNeverComes() {
    String leader = cluster.awaitLeader(SOON);
    Hold accepts = cluster.hold(Accept.class::isInstance, leader, others(leader));
    var outcome = cluster.door(leader).submit(new Append("k", "a.")).toCompletableFuture();
    cluster.runFor(Duration.ofMillis(100));

    accepts.drop();
    cluster.runFor(Duration.ofMillis(50));
    assertThat(outcome).isNotDone();

    // What is sent again passes.
    assertThat(cluster.await(outcome, SOON)).isInstanceOf(Outcome.Committed.class);
  }

  private String[] others(String member) {
    return cluster.members().stream().filter(id -> !id.equals(member)).toArray(String[]::new);
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
  void aForeignThreadIsCaughtAtAMailboxThatHasMailAlready() throws Exception {
    cluster.awaitLeader(SOON);
    var group = cluster.door("n1");
    cluster.pause("n1");
    var unused = group.status();
    cluster.runFor(Duration.ofMillis(1));
    Thread stranger = new Thread(() -> group.status());
    stranger.start();
    stranger.join();

    assertThatThrownBy(() -> cluster.runFor(SOON)).hasMessageContaining("foreign thread");
  }

  @Test
  void aForeignThreadIsCaughtAtATimer() throws Exception {
    Thread stranger = new Thread(() -> cluster.after(Duration.ZERO, () -> {}));
    stranger.setUncaughtExceptionHandler((thread, refused) -> {});
    stranger.start();
    stranger.join();

    assertThatThrownBy(() -> cluster.runFor(SOON)).hasMessageContaining("foreign thread");
  }

  @Test
  void aForeignThreadThatCameLastIsToldAtTheClose() throws Exception {
    Thread stranger = new Thread(() -> cluster.after(Duration.ZERO, () -> {}));
    stranger.setUncaughtExceptionHandler((thread, refused) -> {});
    stranger.start();
    stranger.join();

    assertThatThrownBy(cluster::close).hasMessageContaining("foreign thread");
  }

  @Test
  void aHaltIsExcusedOnlyByTheDiskOfThisLife() {
    cluster.awaitLeader(SOON);
    cluster.failNextSync("n2").crash("n2").start("n2");
    cluster.runFor(SOON);

    assertThat(cluster.isRunning("n2")).isTrue();
    cluster.failNextSync("n2").door("n2").submit(new Append("k", "a."));
    cluster.runFor(SOON);
    assertThat(cluster.isRunning("n2")).isFalse();
  }

  @Test
  void aThreadHasOneClusterAtATime() {
    var second = SimulatedCluster.of(Store::new);

    assertThatThrownBy(second::start).hasMessageContaining("close it first");
  }

  @Test
  void aBadNameIsRefused() {
    assertThatThrownBy(() -> cluster.crash("n7"))
        .hasMessage("there is no member 'n7'; members are [n1, n2, n3]");
    assertThatThrownBy(() -> SimulatedCluster.of(Store::new).members(0))
        .hasMessage("members 0 must be from 1 to 9");
  }
}
