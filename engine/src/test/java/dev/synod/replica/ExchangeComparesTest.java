package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage.StateKept;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.junit.jupiter.api.Test;

/** Rule G6: what members tell each other of their states. */
class ExchangeComparesTest extends ExchangeScene {
  private static final MemberId N3 = new MemberId("n3");

  private void told(MemberId by, long slot, String hash) {
    exchange.tell(new Exchange.Told(by, new StateKept(slot, hash), CONFIGURATION));
  }

  private void expectTold(MemberId to, long slot) {
    hashes.expectMessage(new Sent(to, new StateKept(slot, "h" + slot)));
  }

  @Test
  void allHearOfEachStateThatIsSaved() {
    kept(10);
    expectTold(N2, 10);
    expectTold(N3, 10);
  }

  /** It may not have heard of what the others have. */
  @Test
  void whoDiffersHearsOfItOnce() {
    kept(10);
    expectTold(N2, 10);
    expectTold(N3, 10);

    told(N2, 10, "h10");
    alarmed(() -> told(N3, 10, "other"));
    expectTold(N3, 10);
    told(N3, 10, "other");
    kept(20);
    expectTold(N2, 20);
  }

  @Test
  void theReplicaOfTheOnlyOneThatDiffersStops() {
    told(N2, 10, "other");
    told(N3, 10, "other");

    alarmed(() -> kept(10));

    assertThat(replica.expectMessageClass(Exchange.Discordant.class).line())
        .contains("{n1=h10, n2=other, n3=other}")
        .contains("[n1] has what no majority has");
  }

  @Test
  void nobodyStopsWhereNobodyKnowsWhoIsRight() {
    told(N2, 10, "other");
    alarmed(() -> kept(10));
    alarmed(() -> told(N3, 10, "third"));
    replica.expectNoMessage();
  }

  private void alarmed(Runnable step) {
    LoggingTestKit.error("the members' states after slot 10 are not the same")
        .expect(
            kit.system(),
            () -> {
              step.run();
              return true;
            });
  }
}
