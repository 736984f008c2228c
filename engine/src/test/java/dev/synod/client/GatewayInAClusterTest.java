package dev.synod.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.GroupName;
import dev.synod.replica.Replica;
import dev.synod.replica.ReplicaDoor;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The cluster's Receptionist is stricter than the one of a lone node, and it is the users', too.
 */
class GatewayInAClusterTest {
  private static final ServiceKey<String> USERS = ServiceKey.create(String.class, "users");

  private final ActorTestKit kit =
      ActorTestKit.create(
          "gateway",
          ConfigFactory.parseString(
                  """
                  pekko.loglevel = ERROR
                  pekko.actor.provider = cluster
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  """)
              .withFallback(ConfigFactory.load()));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** As that of a member which starts and finds that its group has gone on without it. */
  @Test
  void aSignThatWasNeverUpHarmsNobodyWhenItGoesDown() {
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    TestProbe<String> service = kit.createTestProbe();
    TestProbe<Receptionist.Registered> registered = kit.createTestProbe();
    kit.system()
        .receptionist()
        .tell(Receptionist.register(USERS, service.getRef(), registered.getRef()));
    registered.receiveMessage();

    gateway().tell(Gateway.Sign.DOWN);
    gateway().tell(Gateway.Sign.UP);

    assertThat(listed(Gateway.key("group"))).hasSize(1);
    assertThat(listed(USERS)).containsExactly(service.getRef());
  }

  /** Waits until somebody is. */
  private <T> Set<ActorRef<T>> listed(ServiceKey<T> key) {
    TestProbe<Receptionist.Listing> listings = kit.createTestProbe();
    kit.system().receptionist().tell(Receptionist.subscribe(key, listings.getRef()));
    Set<ActorRef<T>> found = Set.of();
    while (found.isEmpty()) {
      found = listings.receiveMessage().getServiceInstances(key);
    }
    return found;
  }

  private ActorRef<Gateway.Command> gateway() {
    TestProbe<Replica.Request> replica = kit.createTestProbe();
    ReplicaDoor door =
        new ReplicaDoor(new GroupName("group"), replica.getRef(), MemberMeters.NONE.calls(), 100);
    return kit.spawn(Gateway.create("group", "n1", door, 1024));
  }
}
