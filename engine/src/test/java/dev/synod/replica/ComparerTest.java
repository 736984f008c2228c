package dev.synod.replica;

import static dev.synod.replica.Given.CONFIGURATION;
import static dev.synod.replica.Given.N1;
import static dev.synod.replica.Given.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.ReplicaMessage.StateKept;
import dev.synod.shell.Seat;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule G6: what members tell each other of their states. */
class ComparerTest extends ExchangeScene {
  private static final MemberId N3 = new MemberId("n3");

  private static final Configuration THREE =
      Configuration.majority(
          1,
          CONFIGURATION.sessions(),
          Stream.of(N1, N2, N3)
              .map(
                  member ->
                      new MemberRecord(
                          member,
                          "h:1",
                          new Incarnation(new UUID(0, member.hashCode())),
                          MemberKind.VOTER))
              .toList());

  private final ActorRef<Comparer.Command> comparer =
      kit.spawn(Comparer.create(setup(Given.SETTINGS), replica.getRef()));

  @BeforeEach
  void enter() {
    Seat seat = new Seat(N1, postbox(), mail -> true, () -> 0, new Random(1));
    comparer.tell(new Comparer.Entered(seat, THREE));
  }

  private static StateKept own(long slot) {
    return new StateKept(slot, "1:17:journal", "h" + slot, false);
  }

  private void saved(long slot) {
    comparer.tell(new Comparer.Own(own(slot)));
  }

  private void told(MemberId by, long slot, String hash) {
    comparer.tell(new Comparer.Other(by, new StateKept(slot, own(slot).form(), hash, false)));
  }

  private void expectTold(MemberId to, long slot) {
    peers.expectMessage(new Sent(to, own(slot)));
  }

  @Test
  void allHearOfEachStateThatIsSaved() {
    saved(10);
    expectTold(N2, 10);
    expectTold(N3, 10);
  }

  /** It may not have heard of what the others have, or have forgotten it in a restart. */
  @Test
  void whoDiffersHearsOfItEachTimeAndNobodyAnswersAnAnswer() {
    saved(10);
    expectTold(N2, 10);
    expectTold(N3, 10);

    told(N2, 10, "h10");
    alarmed(() -> told(N3, 10, "other"));
    peers.expectMessage(new Sent(N3, own(10).answering(true)));
    told(N3, 10, "other");
    peers.expectMessage(new Sent(N3, own(10).answering(true)));
    comparer.tell(new Comparer.Other(N3, new StateKept(10, own(10).form(), "other", true)));
    saved(20);
    expectTold(N2, 20);
  }

  /** What it said before may have been of a disk that is lost. */
  @Test
  void whatWasSaidInAnEarlierEpochDoesNotCount() {
    told(N2, 10, "other");
    told(N3, 10, "other");
    enter();

    saved(10);

    expectTold(N2, 10);
    expectTold(N3, 10);
    replica.expectNoMessage();
  }

  /** Some that were away hear of it so, and all of what a member has begun with. */
  @Test
  void theLatestIsToldAgain() {
    saved(10);
    expectTold(N2, 10);
    expectTold(N3, 10);
    saved(20);
    expectTold(N2, 20);
    expectTold(N3, 20);

    expectTold(N2, 20);
    expectTold(N3, 20);
  }

  @Test
  void theReplicaOfTheOnlyOneThatDiffersStops() {
    told(N2, 10, "other");
    told(N3, 10, "other");

    alarmed(() -> saved(10));

    assertThat(replica.expectMessageClass(Comparer.Discordant.class).line())
        .contains("{n1=h10, n2=other, n3=other}")
        .contains("[n1] has what no majority has");
  }

  @Test
  void nobodyStopsWhereNobodyKnowsWhoIsRight() {
    told(N2, 10, "other");
    alarmed(() -> saved(10));
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
