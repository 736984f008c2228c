package dev.synod.notary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.SessionLimits;
import dev.synod.shell.Seat;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell of the rules. */
class NotaryTest {
  private static final MemberId SELF = Notaries.id(1);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.persistence.testkit.events.serialize = off")
              .withFallback(PersistenceTestKitPlugin.getInstance().config()));
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());

  private record Silent() implements Postbox {
    @Override
    public void send(MemberId to, PaxosMessage message) {}

    @Override
    public void post(Notice notice) {}
  }

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  /** An older one, however small, would keep all that was written near it on the disk. */
  @Test
  void onlyTheLastEventStaysInTheJournal() {
    for (int start = 1; start <= 3; start++) {
      ActorRef<Mail> notary = spawn();
      long starts = start;
      await().until(() -> noted().stream().anyMatch(noted -> noted.own().starts() == starts));
      await().until(() -> noted().size() == 1);
      kit.stop(notary);
    }

    assertThat(noted()).singleElement().extracting(noted -> noted.own().starts()).isEqualTo(3L);
  }

  private List<Noted> noted() {
    return journal.persistedInStorage("g|" + SELF + "|notary").stream()
        .map(Noted.class::cast)
        .toList();
  }

  private ActorRef<Mail> spawn() {
    TestProbe<Notary.Disowned> member = kit.createTestProbe(Notary.Disowned.class);
    Seat seat = new Seat(SELF, new Silent(), envelope -> true, () -> 0, new Random(1));
    Configuration configuration =
        new Configuration(
            1,
            new SessionLimits(64, 60_000, 16),
            LeaseTerms.NONE,
            new QuorumSizes(1, 1),
            List.of(MemberRecord.voter(SELF, "h:1", Notaries.disk(1))));
    return kit.spawn(
        Notary.create(
            new Notary.Setup(
                seat,
                new GroupName("g"),
                configuration,
                "pekko.persistence.testkit.journal",
                member.getRef())));
  }
}
