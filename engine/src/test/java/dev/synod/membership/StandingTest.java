package dev.synod.membership;

import static dev.synod.membership.FoundingWorld.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final MemberId N1 = new MemberId("n1");

  /** Rule M7: the configuration says where the others are. */
  @Test
  void aFoundedMemberWithAnotherListIsFoundedAndTheListIsNamed() {
    FounderMemory memory = founded();
    FoundingState n1 = listing(N1, "n1@host1:7355", "n2@host2:9999").recovered(memory);

    assertThat(n1.verdict()).get().isInstanceOf(Founder.Founded.class);
    assertThat(n1.standing().flatMap(Standing::notice))
        .contains(
            "the member list [n1@host1:7355, n2@host2:9999] is not that of the group,"
                + " [n1@host1:7355, n2@host2:7355], which counts; correct the list");
    FoundingState same = listing(N1, "n2@host2:7355", "n1@host1:7355").recovered(memory);
    assertThat(same.standing().flatMap(Standing::notice)).isEmpty();
  }

  /** Messages are checked by disk, not by address: it may begin, but is to be told of. */
  @Test
  void aMemberThatIsStartedElsewhereBeginsAndMakesItselfKnownUntilTheGroupKnows() {
    FounderMemory memory = founded();
    Configuration founding = memory.founded().orElseThrow();
    FoundingState n1 = listing(N1, "n1@host1:9999", "n2@host2:7355").recovered(memory);

    assertThat(n1.verdict()).get().isInstanceOf(Founder.Founded.class);
    assertThat(n1.seeks()).as("its own journal may know a later epoch").isFalse();
    FoundingState entered = n1.entering(founding);
    assertThat(entered.standing().flatMap(Standing::notice))
        .contains(
            "n1 is started at host1:9999, but its group knows it at host1:7355 and sends its mail"
                + " there; start it there, or let the group know: synod-demo.jar admin members"
                + " replace n1, or the same by ConsensusGroup");
    assertThat(entered.tick().effects())
        .containsExactly(
            new Effect.Send(
                new MemberId("n2"),
                new FounderMessage.Introduce(
                    MemberRecord.voter(N1, "host1:9999", memory.incarnation().orElseThrow()),
                    List.of("n1@host1:9999", "n2@host2:7355"))));

    FoundingState known = entered.entering(moved(founding));
    assertThat(known.seeks()).isFalse();
    assertThat(known.tick()).isEqualTo(Turn.stay(known));
    assertThat(known.standing().flatMap(Standing::notice)).isEmpty();
  }

  /** Once another disk has its place, nobody sends this one's mail anywhere. */
  @Test
  void aDiskThatHasLostItsPlaceIsNotDisplaced() {
    FounderMemory memory = founded();
    Configuration founding = memory.founded().orElseThrow();
    MemberRecord other = MemberRecord.voter(N1, "host9:9", new Incarnation(new UUID(9, 9)));
    FoundingState n1 = listing(N1, "n1@host1:7355", "n2@host2:7355").recovered(memory);

    assertThat(n1.entering(with(founding, other)).seeks()).isFalse();
  }

  private static Configuration moved(Configuration founding) {
    MemberRecord n1 = founding.member(N1).orElseThrow();
    return with(founding, MemberRecord.voter(N1, "host1:9999", n1.incarnation()));
  }

  private static Configuration with(Configuration before, MemberRecord n1) {
    return Configuration.majority(
        before.epoch() + 1, before.sessions(), List.of(n1, before.members().get(1)));
  }

  /** A refusal counts against a founded member only: before that it ends the founding itself. */
  @Test
  void onlyAFoundedMemberIsDisputed() {
    Envelope refusal =
        new Envelope(
            GROUP,
            "",
            0,
            new MemberId("n2"),
            new Incarnation(new UUID(0, 2)),
            new FounderMessage.Refused("because"));
    FoundingState fresh = listing(N1, "n1@host1:7355", "n2@host2:7355");

    assertThat(fresh.recovered(founded()).disputed(refusal)).contains("n2 refuses n1: because");
    assertThat(fresh.format(new Incarnation(new UUID(0, 1))).state().disputed(refusal)).isEmpty();
  }

  private static FounderMemory founded() {
    FoundingWorld world = FoundingWorld.of(2);
    world.heal();
    return world.state("n1").memory();
  }

  private static FoundingState listing(MemberId self, String... roster) {
    return FoundingState.create(
        GROUP,
        self,
        List.of(roster),
        new FoundingTerms(new SessionLimits(64, 60_000, 16), LeaseTerms.NONE));
  }
}
