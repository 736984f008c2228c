package dev.synod;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.ConsensusGroup;
import java.time.Duration;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The entry point on a node without a member. */
class SynodTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          "guest",
          ConfigFactory.parseString(
                  """
                  pekko.loglevel = ERROR
                  synod.acceptor.journal = "pekko.persistence.journal.inmem"
                  synod.replica.snapshot-store = ""
                  """)
              .withFallback(ConfigFactory.load()));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyCallEndsAlsoAfterTheActorSystemHasEnded() {
    ConsensusGroup group = Synod.get(kit.system()).connect("g");
    var before = group.status();

    kit.shutdownTestKit();

    assertThat(before).failsWithin(SOON);
    assertThat(group.status()).failsWithin(SOON);
    assertThat(group.openSession()).succeedsWithin(SOON);
  }

  @Test
  void anotherClientTakesThePlaceOfOneThatHasStopped() {
    Synod synod = Synod.get(kit.system());
    ConsensusGroup first = synod.connect("g");
    assertThat(synod.connect("g")).isSameAs(first);

    Adapter.toClassic(kit.system())
        .actorSelection("/system/synod-client-g-1")
        .tell(PoisonPill.getInstance(), org.apache.pekko.actor.ActorRef.noSender());

    assertThat(first.status()).failsWithin(SOON);
    Awaitility.await().atMost(SOON).until(() -> synod.connect("g") != first);
    assertThat(synod.connect("g").openSession()).isNotDone();
  }
}
