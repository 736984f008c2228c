package dev.synod.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.Command;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.Query;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.GroupName;
import dev.synod.replica.Replica;
import dev.synod.replica.ReplicaDoor;
import dev.synod.settings.SynodSettings;
import dev.synod.settings.SynodSettings.ClientSettings;
import dev.synod.shell.Watch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.Receptionist.Listing;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A door on a node without a member, its client, and a replica that the test plays. */
abstract class ClientScene {
  static final Duration SOON = Duration.ofSeconds(10);
  static ActorTestKit kit;
  private static int groups;

  TestProbe<Replica.Request> replica;
  ActorRef<Client.Command> client;
  ClientDoor door;
  private String group = "";
  private Optional<ActorRef<Gateway.Command>> gateway = Optional.empty();

  /** A command; what begins with "unreadable" is written and never read. */
  record Say(String text) implements Command<String> {}

  /** A reply or an answer, to which the same applies. */
  record Heard(String text) {}

  /** A query. */
  record Ask() implements Query<String> {}

  /** No serializer is bound to it. */
  record Unbound() {}

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "client",
            ConfigFactory.parseString(
                    """
                    pekko.loglevel = ERROR
                    pekko.actor.serializers.words = "dev.synod.client.WordSerializer"
                    pekko.actor.serialization-bindings {
                      "dev.synod.client.ClientScene$Say" = words
                      "dev.synod.client.ClientScene$Heard" = words
                      "dev.synod.client.ClientScene$Ask" = words
                    }
                    """)
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    replica = kit.createTestProbe();
    // A group of its own, for the Receptionist forgets another test's gateway in its own time.
    group = "g" + groups++;
    client = kit.spawn(Client.create(group, settings(), () -> 0));
    door = new ClientDoor(group, client, kit.system(), settings().client().outstanding());
    kit.spawn(Watch.over(client, door::close));
  }

  @AfterEach
  void end() {
    kit.stop(client);
    gateway.ifPresent(kit::stop);
  }

  /** From now on a member answers, in messages as small as synod.proposer.batch may be. */
  void join() {
    ReplicaDoor member =
        new ReplicaDoor(new GroupName(group), replica.getRef(), MemberMeters.NONE.calls(), 100);
    gateway = Optional.of(kit.spawn(Gateway.create(group, "n1", member, 1024)));
    sign(Gateway.Sign.UP);
  }

  void sign(Gateway.Sign sign) {
    gateway.orElseThrow().tell(sign);
  }

  /** What clients find. */
  Set<ActorRef<ClientMessage>> listed() {
    return listed(Gateway.key(group));
  }

  /** What they find as the leader's. */
  Set<ActorRef<ClientMessage>> leaders() {
    return listed(Gateway.leaderKey(group));
  }

  private static Set<ActorRef<ClientMessage>> listed(ServiceKey<ClientMessage> key) {
    TestProbe<Listing> asker = kit.createTestProbe();
    kit.system().receptionist().tell(Receptionist.find(key, asker.getRef()));
    return asker.receiveMessage().getServiceInstances(key);
  }

  Replica.Submit submitted() {
    return asked(Replica.Submit.class);
  }

  /** The next request of this kind; others, as who leads, may come between. */
  <T extends Replica.Request> T asked(Class<T> kind) {
    return kind.cast(
        replica
            .fishForMessage(
                SOON,
                request ->
                    kind.isInstance(request)
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore())
            .get(0));
  }

  /** Two calls wait, each of at most 256 B; no time passes. */
  private static SynodSettings settings() {
    SynodSettings all =
        SynodSettings.create(
            ConfigFactory.parseString(
                    """
                    synod.acceptor.journal = "pekko.persistence.journal.inmem"
                    synod.replica.snapshot-store = ""
                    """)
                .withFallback(ConfigFactory.load()));
    Duration second = Duration.ofSeconds(1);
    return new SynodSettings(
        all.acceptor(),
        all.proposer(),
        all.learner(),
        all.elector(),
        all.replica(),
        all.sessions(),
        all.leases(),
        new ClientSettings(second, second, 2, 1 << 20, 256),
        all.membership(),
        all.commit());
  }

  static void assertUnknown(CompletionStage<? extends Outcome<?>> outcome, Doubt doubt, String in) {
    assertThat(outcome)
        .succeedsWithin(SOON)
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> {
              assertThat(unknown.doubt()).isEqualTo(doubt);
              assertThat(unknown.detail()).contains(in);
            });
  }

  static void assertRejected(
      CompletionStage<? extends Outcome<?>> outcome, Reason reason, String in) {
    assertThat(outcome)
        .succeedsWithin(SOON)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(reason);
              assertThat(rejected.detail()).contains(in);
            });
  }
}
