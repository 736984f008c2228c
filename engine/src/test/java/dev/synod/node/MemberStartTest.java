package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.Role;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens while a member's roles are being spawned. */
class MemberStartTest {
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko.loglevel = ERROR
              synod.acceptor.journal = "pekko.persistence.testkit.journal"
              synod.replica.snapshot-store = ""
              synod.elector.timeout = 300 ms
              """)
          .withFallback(PersistenceTestKitPlugin.getInstance().config())
          .withFallback(ConfigFactory.load());

  private final ActorTestKit kit = ActorTestKit.create("member", CONFIG);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** The first to say where the acceptor is, is held up until another says so or it is too late. */
  private static final class SlowCourier implements Courier {
    private final Courier roles;
    private final AtomicBoolean held = new AtomicBoolean();
    private final CountDownLatch free = new CountDownLatch(1);

    SlowCourier(Courier roles) {
      this.roles = roles;
    }

    @Override
    public void own(Role role, ActorRef<Mail> ref) {
      if (role == Role.ACCEPTOR) {
        if (held.compareAndSet(false, true)) {
          awaitFree();
        }
        free.countDown();
      }
      roles.own(role, ref);
    }

    private void awaitFree() {
      try {
        assertThat(free.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void post(Notice notice) {
      roles.post(notice);
      if (notice instanceof AcceptorNotice.Vouched) {
        free.countDown();
      }
    }

    @Override
    public void route(Configuration configuration) {
      roles.route(configuration);
    }

    @Override
    public void meet(MemberRecord peer) {
      roles.meet(peer);
    }

    @Override
    public void carry(MemberId to, Envelope envelope) {
      roles.carry(to, envelope);
    }
  }

  /** The notary says it once. */
  @Test
  void theAcceptorHearsThatItIsVouchedForHoweverSlowlyItIsSpawned() {
    Lifeline lifeline = Lifeline.begin();
    Courier slow = new SlowCourier(Peers.of(Alone.PLACE, kit.system()));

    kit.spawn(Alone.member(CONFIG, lifeline, slow, 1, MemberMeters.NONE));

    assertThat(lifeline.ready()).succeedsWithin(Duration.ofSeconds(20));
  }
}
