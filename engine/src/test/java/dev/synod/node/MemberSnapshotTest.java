package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Payload;
import dev.synod.replica.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.SnapshotMeta;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules D2 and G2: a member begins with its newest snapshot, or not at all. */
class MemberSnapshotTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ID = "g|n1|replica";
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko.loglevel = ERROR
              pekko.actor.serializers.add = "dev.synod.node.Sum$Serializer"
              pekko.actor.serialization-bindings { "dev.synod.node.Sum$Add" = add }
              synod.acceptor.journal = "pekko.persistence.testkit.journal"
              synod.replica.snapshot-store = "pekko.persistence.testkit.snapshotstore.pluginid"
              synod.replica.snapshot-slots = 5
              synod.elector.timeout = 300 ms
              """)
          .withFallback(PersistenceTestKitPlugin.getInstance().config())
          .withFallback(PersistenceTestKitSnapshotPlugin.config())
          .withFallback(ConfigFactory.load());

  private final ActorTestKit kit = ActorTestKit.create("member", CONFIG);
  private final SnapshotTestKit store = SnapshotTestKit.create(kit.system());
  private long runs;
  private long last;
  private long sum;

  /** One run. */
  private record Member(ActorRef<GroupMember.Command> actor, Lifeline lifeline) {
    ConsensusGroup door() {
      assertThat(lifeline.ready()).succeedsWithin(SOON);
      return lifeline.door().join();
    }

    String end() {
      assertThat(lifeline.stopped()).succeedsWithin(SOON);
      assertThat(lifeline.door()).isCompletedExceptionally();
      return lifeline.stopped().join();
    }
  }

  /** A member has added 1, 2, and so on, until its disk holds a state of slot 10 or later. */
  @BeforeEach
  void run() {
    Member first = start();
    do {
      sum += ++last;
      assertThat(add(first.door(), last)).isEqualTo(sum);
    } while (status(first.door()).snapshotThrough() < 10);
    kit.stop(first.actor());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void beginsWhereItsSnapshotEnds() {
    Snapshot newest = newest();

    ConsensusGroup again = start().door();

    assertThat(status(again).snapshotThrough()).isGreaterThanOrEqualTo(newest.appliedThrough());
    assertThat(add(again, 1000)).isEqualTo(sum + 1000);
    assertThat(join(again.read(new Sum.Total(), ReadConsistency.LINEARIZABLE)).value())
        .isEqualTo(sum + 1000);
  }

  @Test
  void endsOnASnapshotThatCannotBeLoaded() {
    store.failNextRead(ID, new IllegalStateException("rotten"));

    assertThat(start().end())
        .startsWith("group g: member n1 can't begin: the newest snapshot of g|n1|replica can't be")
        .contains("rotten")
        .endsWith("mend what keeps it from being read, or replace this member");
  }

  @Test
  void endsOnASnapshotOfAnotherGroup() {
    Snapshot own = newest();

    keep(with(own, new GroupName("h"), own.configuration(), own.state()));

    assertThat(start().end())
        .startsWith(
            "group g: member n1 can't begin: snapshot %d of g|n1|replica can't be used"
                .formatted(own.appliedThrough()))
        .contains("it is of group h, not of g")
        .contains("replace this member");
  }

  @Test
  void endsOnASnapshotOfAnotherCluster() {
    Snapshot own = newest();
    Configuration other =
        Configuration.majority(
            1,
            own.configuration().sessions(),
            own.configuration().members().stream()
                .map(m -> MemberRecord.voter(m.id(), "other:1", m.incarnation()))
                .toList());

    keep(with(own, own.group(), other, own.state()));

    assertThat(start().end()).contains("it is of cluster " + other.digest() + ", not of cluster ");
  }

  @Test
  void endsOnASnapshotWithAnotherHash() {
    Snapshot own = newest();
    Payload state = own.state();
    ByteString other = state.bytes().concat(ByteString.copyFrom(new byte[] {0}));

    keep(
        with(
            own,
            own.group(),
            own.configuration(),
            new Payload(state.serializerId(), state.manifest(), other)));

    assertThat(start().end()).contains("but was " + own.stateHash() + " when it was taken");
  }

  @Test
  void endsOnSomethingElseInItsPlace() {
    store.clearByPersistenceId(ID);
    store.persistForRecovery(
        ID, List.of(Pair.create(new SnapshotMeta(99, 1), "a snapshot, honestly")));

    assertThat(start().end()).contains("it is a java.lang.String");
  }

  private void keep(Snapshot snapshot) {
    store.clearByPersistenceId(ID);
    store.persistForRecovery(
        ID, List.of(Pair.create(new SnapshotMeta(snapshot.appliedThrough(), 1), snapshot)));
  }

  private static Snapshot with(
      Snapshot own, GroupName group, Configuration configuration, Payload state) {
    return new Snapshot(
        group,
        configuration.digest(),
        configuration,
        own.appliedThrough(),
        own.logTime(),
        state,
        own.nextSession(),
        own.sessions(),
        own.stateHash());
  }

  private Snapshot newest() {
    var kept = store.persistedInStorage(ID);
    return (Snapshot) kept.get(kept.size() - 1).second();
  }

  private Member start() {
    Lifeline lifeline = Lifeline.begin();
    Courier roles = Peers.of(Alone.PLACE, kit.system());
    return new Member(
        kit.spawn(Alone.member(CONFIG, lifeline, roles, ++runs, MemberMeters.NONE)), lifeline);
  }

  private static long add(ConsensusGroup group, long number) {
    Outcome<Long> outcome = join(group.submit(new Sum.Add(number)));
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<Long>) outcome).reply();
  }

  private static GroupStatus status(ConsensusGroup group) {
    return join(group.status());
  }

  private static <T> T join(CompletionStage<T> stage) {
    assertThat(stage).succeedsWithin(SOON);
    return stage.toCompletableFuture().join();
  }
}
