package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.GroupSettings;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Role;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail between two actor systems, over Artery. */
class PeersTest {
  private static final MemberId N1 = new MemberId("n1");
  private static final MemberId N2 = new MemberId("n2");

  /** By then Artery has compressed references some twenty times over. */
  private static final int PLENTY = 200;

  private static final Config REMOTE =
      ConfigFactory.parseString(
              """
              pekko.actor.provider = remote
              pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
              pekko.remote.artery.advanced.compression.actor-refs.advertisement-interval = 100 ms
              pekko.log-dead-letters = off
              pekko.remote.warn-about-direct-use = off
              """)
          .withFallback(ConfigFactory.load());

  private final ActorSystem<Void> here = ActorSystem.create(Behaviors.empty(), "synod", REMOTE);
  private final ActorSystem<Void> there = ActorSystem.create(Behaviors.empty(), "synod", REMOTE);
  private final List<Heartbeat> arrived = new CopyOnWriteArrayList<>();
  private long sent;

  @AfterEach
  void end() {
    ActorTestKit.shutdown(here);
    ActorTestKit.shutdown(there);
  }

  /**
   * A node has its network before it has its roles: what comes in between must not spoil the rest.
   */
  @Test
  void mailThatCameBeforeTheRoleWasSpawnedDoesNotKeepLaterMailFromIt() {
    Peers peers = Peers.of(GroupSettings.parse("group", "n1", list()), here);
    await().until(() -> send(peers) > 20);
    assertThat(arrived).isEmpty();

    spawnElector();

    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> send(peers) > 0 && arrived.size() >= PLENTY);
  }

  private String list() {
    return "n1@%s,n2@%s".formatted(address(here), address(there));
  }

  private static String address(ActorSystem<?> system) {
    return system.address().hostPort().replaceFirst(".*@", "");
  }

  private long send(Peers peers) {
    Heartbeat heartbeat = new Heartbeat(new Ballot(1, 1, N1), ++sent);
    Incarnation incarnation = new Incarnation(new UUID(0, 1));
    peers.carry(N2, new Envelope(new GroupName("group"), "cluster", 1, N1, incarnation, heartbeat));
    return sent;
  }

  private void spawnElector() {
    Behavior<Mail> elector =
        Behaviors.receive(Mail.class)
            .onMessage(
                Envelope.class,
                envelope -> {
                  arrived.add((Heartbeat) envelope.message());
                  return Behaviors.same();
                })
            .build();
    ActorRef<SynodGuardian.Start> guardian =
        there.systemActorOf(SynodGuardian.create(), SynodGuardian.NAME, Props.empty());
    guardian.tell(
        new SynodGuardian.Start(
            "group",
            Behaviors.setup(
                context -> {
                  context.spawn(elector, Role.ELECTOR.path());
                  return Behaviors.empty();
                })));
  }
}
