package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.metrics.Measure;
import dev.synod.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member's roles count what they do. */
class MemberMetersTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int COMMANDS = 50;
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko.loglevel = ERROR
              pekko.actor.serializers.add = "dev.synod.node.Sum$Serializer"
              pekko.actor.serialization-bindings { "dev.synod.node.Sum$Add" = add }
              synod.acceptor.journal = "pekko.persistence.testkit.journal"
              synod.replica.snapshot-store = "pekko.persistence.testkit.snapshotstore.pluginid"
              synod.elector.timeout = 300 ms
              """)
          .withFallback(PersistenceTestKitPlugin.getInstance().config())
          .withFallback(PersistenceTestKitSnapshotPlugin.config())
          .withFallback(ConfigFactory.load());

  private final ActorTestKit kit = ActorTestKit.create("member", CONFIG);
  private final SnapshotTestKit store = SnapshotTestKit.create(kit.system());
  private final Meters meters = new Meters();
  private ConsensusGroup group;

  @BeforeEach
  void run() {
    Lifeline lifeline = Lifeline.begin();
    Courier roles = Peers.of(Alone.PLACE, kit.system());
    kit.spawn(Alone.member(CONFIG, lifeline, roles, 1, meters.member()));
    assertThat(lifeline.ready()).succeedsWithin(SOON);
    group = lifeline.door().join();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void theLeadIsCounted() {
    assertThat(meters.value(Measure.LEADER)).isEqualTo(1);
    assertThat(meters.value(Measure.EPOCH)).isEqualTo(1);
    assertThat(meters.value(Measure.ELECTIONS)).isEqualTo(1);
    assertThat(meters.value(Measure.LEADER_CHANGES)).isEqualTo(1);
  }

  @Test
  void commandsAreCountedFromTheDoorToTheDisk() {
    add();

    assertThat(meters.value(Measure.COMMIT_LATENCY)).isEqualTo(COMMANDS);
    // The node's own session takes a slot, too.
    assertThat(meters.total(Measure.BATCH_COMMANDS)).isEqualTo(COMMANDS + 1);
    assertThat(meters.value(Measure.BATCH_COMMANDS)).isBetween(2.0, COMMANDS + 1.0);
    assertThat(meters.total(Measure.BATCH_BYTES)).isGreaterThan(COMMANDS * 8);
    assertThat(meters.value(Measure.ACCEPTOR_WRITE)).isPositive();
    assertThat(meters.total(Measure.ACCEPTOR_PILE))
        .isGreaterThanOrEqualTo(meters.value(Measure.BATCH_COMMANDS));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              GroupStatus status = join(group.status());
              assertThat(meters.value(Measure.CHOSEN)).isEqualTo((double) status.chosenThrough());
              assertThat(meters.value(Measure.APPLIED)).isEqualTo((double) status.appliedThrough());
              assertThat(meters.value(Measure.LAG)).isZero();
              assertThat(meters.value(Measure.WINDOW)).isZero();
              assertThat(meters.value(Measure.WAITING_COMMANDS)).isZero();
              assertThat(meters.value(Measure.ACCEPTOR_WAITING)).isZero();
            });
  }

  @Test
  void snapshotsAreCountedAndThoseThatFail() {
    add();
    long unused = join(group.takeSnapshot());
    assertThat(meters.value(Measure.SNAPSHOT_SAVE)).isEqualTo(1);
    assertThat(meters.total(Measure.SNAPSHOT_BYTES)).isPositive();
    assertThat(meters.value(Measure.FAILED_SNAPSHOTS)).isZero();

    add();
    store.failNextPersisted("g|n1|replica", new IllegalStateException("full"));
    assertThat(group.takeSnapshot()).failsWithin(SOON);
    assertThat(meters.value(Measure.SNAPSHOT_SAVE)).isEqualTo(1);
    assertThat(meters.value(Measure.FAILED_SNAPSHOTS)).isEqualTo(1);
  }

  @Test
  void metersStandInTheRegistryThatWasHandedInUntilTheMemberHasStopped() {
    MeterRegistry registry = new SimpleMeterRegistry();
    Synod synod = Synod.get(kit.system()).measuredBy(registry);

    var unused = synod.start(GroupSettings.parse("other", "n1", "n1@h:1"), new Sum());
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getTag("group"))
        .contains("other")
        .doesNotContain("g");

    kit.shutdownTestKit();

    assertThat(synod.whenStopped("other")).succeedsWithin(SOON);
    await().atMost(SOON).until(() -> registry.getMeters().isEmpty());
  }

  private void add() {
    List<CompletionStage<Outcome<Long>>> outcomes =
        LongStream.range(0, COMMANDS).mapToObj(n -> group.submit(new Sum.Add(n))).toList();
    outcomes.forEach(outcome -> assertThat(join(outcome)).isInstanceOf(Outcome.Committed.class));
  }

  private static <T> T join(CompletionStage<T> stage) {
    assertThat(stage).succeedsWithin(SOON);
    return stage.toCompletableFuture().join();
  }
}
