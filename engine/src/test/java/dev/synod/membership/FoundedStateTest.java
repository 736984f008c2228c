package dev.synod.membership;

import static dev.synod.membership.FoundingWorld.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A member of a founded group, and one on the way there, after its operator started it anew. */
class FoundedStateTest {
  private static final MemberId N2 = new MemberId("n2");
  private static final SessionLimits LIMITS = new SessionLimits(64, 60_000, 16);

  private final FoundingWorld world = FoundingWorld.of(2);

  @Test
  void aMemberSaysInOneLineWhatItWaitsFor() {
    world.tickAll();
    FoundingWorld.Letter fromN1 = world.mail.remove(0);
    FoundingWorld.Letter fromN2 = world.mail.remove(0);
    assertWaits("n1", "for the first start of [n2@host2:7355]");

    world.deliver(fromN1);
    assertWaits("n2", "for n1, the lowest id, to found the group");

    world.deliver(fromN2);
    assertWaits("n1", "until all of [n2] have stored the founding record");

    world.heal();
    assertThat(world.state("n1").waiting()).isEmpty();
  }

  /** Rule M7: who gathers stands in the record, not in the list of the latest start. */
  @Test
  void aMemberThatHasStoredTheRecordGathersNobodyWhateverItsListSaysNow() {
    world.tickAll();
    world.deliver(world.mail.remove(1));
    world.mail.stream()
        .filter(letter -> letter.envelope().message() instanceof Store)
        .toList()
        .forEach(world::deliver);
    FoundingState restarted =
        FoundingState.create(
                GROUP,
                N2,
                List.of("n2@host2:7355", "n3@host3:7355"),
                new FoundingTerms(LIMITS, LeaseTerms.NONE))
            .recovered(world.state("n2").memory());

    assertThat(restarted.memory().stored()).isPresent();
    assertThat(restarted.tick().effects())
        .extracting(effect -> ((Effect.Send) effect).message())
        .isNotEmpty()
        .allMatch(Introduce.class::isInstance);
  }

  /** Rule D1: two records can't both hold, so an operator must see it; the same is no news. */
  @Test
  void aFoundedMemberComplainsOfAnotherFoundingAndNotOfItsOwn() {
    world.heal();
    FoundingState n1 = world.state("n1");
    Configuration mine = world.foundings().get(0);
    Configuration theirs =
        Configuration.majority(
            1, LIMITS, List.of(record("n1", "host1:7355"), record("n2", "host2:7355")));

    assertThat(n1.receive(mail("", N2, new Founded(mine)))).isEqualTo(Turn.stay(n1));
    assertThat(n1.receive(mail("", N2, new Founded(theirs))).log())
        .containsExactly(
            "n2 says that the group was founded with record "
                + theirs.digest()
                + ", but n1 was founded with "
                + mine.digest());
  }

  /** Rule M4: a member of the cluster that has not heard it yet is told how it was founded. */
  @Test
  void aFoundedMemberAnswersMailOfItsOwnCluster() {
    world.heal();
    Configuration founding = world.foundings().get(0);

    Turn turn =
        world.state("n1").receive(mail(founding.digest(), N2, introduction("n2", "host2:7355")));

    assertThat(turn.effects()).startsWith(new Effect.Send(N2, new Founded(founding)));
    assertThat(turn.log()).isEmpty();
  }

  /** Names cost nothing: the log of complaints, and what is kept of it, is bounded. */
  @Test
  void complaintsAreLoggedOfSixtyFourMembersAtMost() {
    world.heal();
    FoundingState n1 = world.state("n1");
    int logged = 0;
    for (int i = 0; i < 100; i++) {
      Turn turn = n1.receive(mail("", new MemberId("x" + i), new Refused("because")));
      n1 = turn.state();
      logged += turn.log().size();
    }

    assertThat(logged).isEqualTo(64);
    assertThat(n1.receive(mail("", new MemberId("x7"), new Refused("or not"))).log()).hasSize(1);
    assertThat(n1.receive(mail("", new MemberId("x7"), new Refused("because"))).log()).isEmpty();
  }

  private void assertWaits(String member, String what) {
    assertThat(world.state(member).waiting()).contains("group g: " + member + " waits " + what);
  }

  private static Introduce introduction(String id, String address) {
    return new Introduce(record(id, address), FoundingWorld.roster(2));
  }

  private static MemberRecord record(String id, String address) {
    return MemberRecord.voter(
        new MemberId(id), address, new Incarnation(new UUID(9, id.charAt(1))));
  }

  private static Envelope mail(String cluster, MemberId from, FounderMessage message) {
    return new Envelope(GROUP, cluster, 0, from, new Incarnation(new UUID(9, 9)), message);
  }
}
