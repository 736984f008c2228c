package dev.synod.membership;

import static dev.synod.membership.FoundingWorld.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.FounderMessage.Stored;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundingStateTest {
  private static final MemberId N1 = new MemberId("n1");
  private static final MemberId N2 = new MemberId("n2");
  private static final MemberId N3 = new MemberId("n3");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void allMembersAreFoundedWithTheSameRecordOfThemAll(int members) {
    FoundingWorld world = FoundingWorld.of(members);

    world.heal();

    assertThat(world.foundings()).hasSize(1);
    Configuration founding = world.foundings().get(0);
    assertThat(founding.epoch()).isEqualTo(1);
    assertThat(founding.members())
        .extracting(member -> member.id() + "@" + member.address())
        .isEqualTo(FoundingWorld.roster(members));
    for (MemberId id : world.ids()) {
      Incarnation own = founding.member(id).orElseThrow().incarnation();
      assertThat(world.verdict(id.value())).contains(new Founder.Founded(founding, founding, own));
      assertThat(world.disk(id.value()))
          .containsExactly(
              new Formatted(GROUP, id, own),
              new StoredFounding(founding),
              new FoundedWith(founding));
    }
  }

  @Test
  void aGroupOfOneFoundsItselfInTheFirstTurn() {
    FoundingWorld world = FoundingWorld.of(1);

    world.tick("n1");

    assertThat(world.verdict("n1")).get().isInstanceOf(Founder.Founded.class);
  }

  @Test
  void nobodyFoundsBeforeEveryFoundingMemberWasThereOnce() {
    FoundingWorld world = FoundingWorld.of(3);

    for (int round = 0; round < 5; round++) {
      world.tick("n1");
      world.tick("n2");
      world.settle();
    }

    assertThat(world.disk("n1")).singleElement().isInstanceOf(Formatted.class);
    assertThat(world.state("n1").waiting())
        .contains("group g: n1 waits for the first start of [n3@host3:7355]");
  }

  /** Rule A3: what a message claims is on the disk of its sender first. */
  @Test
  void whatIsSaidStandsAmongTheEventsOfTheSameTurn() {
    FoundingState n2 = started(N2, 3);
    Configuration founding = founding(3);

    Turn turn = n2.receive(mail(N1, new Store(founding)));

    assertThat(turn.events()).containsExactly(new StoredFounding(founding));
    assertThat(turn.effects()).hasSize(1);
    assertThat(turn.state().memory().stored()).contains(founding);
  }

  @Test
  void aRecordThatIsStoredAlreadyIsConfirmedAgain() {
    Configuration founding = founding(3);
    FoundingState n2 = started(N2, 3).receive(mail(N1, new Store(founding))).state();

    Turn again = n2.receive(mail(N1, new Store(founding)));

    assertThat(again.events()).isEmpty();
    assertThat(said(again)).containsExactly(new Stored(founding));
  }

  /** Rule D1. */
  @Test
  void aSecondRecordIsRefusedAndBothAreNamed() {
    Configuration first = founding(3);
    Configuration second = with(first, MemberRecord.voter(N3, "host3:7355", incarnation(33)));
    FoundingState n2 = started(N2, 3).receive(mail(N1, new Store(first))).state();

    Turn turn = n2.receive(mail(N1, new Store(second)));

    assertThat(turn.events()).isEmpty();
    assertThat(refusal(turn)).contains(first.digest(), second.digest(), "n1", "n2");
  }

  @Test
  void aRecordWithAnotherIncarnationOfThisMemberIsRefused() {
    Configuration founding =
        with(founding(3), MemberRecord.voter(N2, "host2:7355", incarnation(22)));

    Turn turn = started(N2, 3).receive(mail(N1, new Store(founding)));

    assertThat(turn.events()).isEmpty();
    assertThat(refusal(turn)).contains(incarnation(22).toString(), incarnation(2).toString());
  }

  @Test
  void aRecordOfOtherMembersThanTheOwnListIsRefused() {
    Turn fewer = started(N2, 3).receive(mail(N1, new Store(founding(2))));
    Turn elsewhere =
        started(N2, 3)
            .receive(
                mail(
                    N1,
                    new Store(
                        with(founding(3), MemberRecord.voter(N3, "moved:1", incarnation(3))))));

    assertThat(fewer.events()).isEmpty();
    assertThat(refusal(fewer)).contains("n3@host3:7355");
    assertThat(elsewhere.events()).isEmpty();
    assertThat(refusal(elsewhere)).contains("moved:1", "n3@host3:7355");
  }

  @Test
  void onlyTheLowestIdMayAskToStore() {
    Turn turn = started(N2, 3).receive(mail(N3, new Store(founding(3))));

    assertThat(turn.events()).isEmpty();
    assertThat(refusal(turn)).contains("n3");
  }

  /** Rule B4: a confirmation counts for the disk that gave it. */
  @Test
  void aConfirmationOfAnotherDiskOrRecordDoesNotCount() {
    FoundingWorld world = FoundingWorld.of(2);
    world.tickAll();
    world.deliver(world.mail.get(1));
    Configuration founding = world.state("n1").memory().stored().orElseThrow();
    Incarnation n2 = founding.member(N2).orElseThrow().incarnation();
    FoundingState n1 = world.state("n1");

    Configuration other = with(founding, MemberRecord.voter(N2, "host2:7355", incarnation(22)));

    assertThat(n1.receive(mail(N2, incarnation(22), new Stored(founding))).events()).isEmpty();
    assertThat(n1.receive(mail(N2, n2, new Stored(other))).events()).isEmpty();
    assertThat(n1.receive(mail(N2, n2, new Stored(founding))).events())
        .containsExactly(new FoundedWith(founding));
  }

  /** Rules A8, D2: the record was stored before it could hold, so the journal has lost its end. */
  @Test
  void aMemberWhoseJournalForgotTheRecordIsAnOutsider() {
    Configuration founding = founding(3);

    Turn turn = started(N2, 3).receive(mail(N1, new Founded(founding)));

    assertThat(turn.events()).isEmpty();
    assertThat(turn.state().verdict()).get().asString().contains("lost", founding.digest());
  }

  @Test
  void aMemberThatStoredAnotherRecordThanTheGroupsFails() {
    Configuration mine = founding(3);
    Configuration theirs = with(mine, MemberRecord.voter(N3, "host3:7355", incarnation(33)));
    FoundingState n2 = started(N2, 3).receive(mail(N1, new Store(mine))).state();

    Turn turn = n2.receive(mail(N3, new Founded(theirs)));

    assertThat(turn.events()).isEmpty();
    assertThat(turn.state().verdict())
        .get()
        .isInstanceOf(Founder.Failed.class)
        .asString()
        .contains(mine.digest(), theirs.digest());
  }

  @Test
  void ofTwoMembersWithOtherListsTheHigherStopsAndTheLowerWaits() {
    FoundingWorld world = new FoundingWorld();
    world.add("n1", List.of("n1@a:1", "n2@b:2"));
    world.add("n2", List.of("n1@a:1", "n2@b:2", "n3@c:3"));

    world.heal();

    assertThat(world.verdict("n2"))
        .get()
        .isInstanceOf(Founder.Failed.class)
        .asString()
        .contains("[n1@a:1, n2@b:2]", "[n1@a:1, n2@b:2, n3@c:3]", "start all with the same list");
    assertThat(world.verdict("n1")).isEmpty();
    assertThat(world.log)
        .containsExactly(
            "member lists differ: n2 was started with [n1@a:1, n2@b:2, n3@c:3], n1 with"
                + " [n1@a:1, n2@b:2]; start all with the same list");
  }

  @Test
  void theHigherStopsAlsoWhenTheRefusalIsLost() {
    FoundingState n3 = started(N3, 3);

    Turn turn =
        n3.receive(mail(N1, new Introduce(record(1), List.of("n1@host1:7355", "n3@host3:7355"))));

    assertThat(turn.effects()).isEmpty();
    assertThat(turn.state().verdict())
        .get()
        .isInstanceOf(Founder.Failed.class)
        .asString()
        .contains("[n1@host1:7355, n3@host3:7355]", "[n1@host1:7355, n2@host2:7355, n3@");
  }

  @Test
  void aMemberThatListensElsewhereThanTheListSaysIsRefused() {
    MemberRecord moved = MemberRecord.voter(N2, "moved:1", incarnation(2));

    Turn turn = started(N1, 3).receive(mail(N2, new Introduce(moved, FoundingWorld.roster(3))));

    assertThat(refusal(turn)).contains("n2", "moved:1", "n2@host2:7355");
    assertThat(turn.state().met().introduced()).isEmpty();
  }

  @Test
  void aRefusalEndsAnUnfinishedFoundingAndIsOnlyLoggedAfterwards() {
    FoundingWorld world = FoundingWorld.of(2);
    world.heal();
    Envelope refusal = mail(N2, new Refused("because"));

    Turn before = started(N1, 2).receive(refusal);
    Turn after = world.state("n1").receive(refusal);

    assertThat(before.state().verdict()).contains(new Founder.Failed("n2 refuses n1: because"));
    assertThat(after.log()).containsExactly("n2 refuses n1: because");
    assertThat(after.effects()).isEmpty();
    assertThat(after.state().verdict()).get().isInstanceOf(Founder.Founded.class);
    assertThat(after.state().receive(refusal).log()).as("logged once").isEmpty();
  }

  /** Rule M4. */
  @Test
  void aFoundedMemberRefusesMailOfAnotherClusterOncePerMailAndNeverARefusal() {
    FoundingWorld world = FoundingWorld.of(2);
    world.heal();
    FoundingState n1 = world.state("n1");
    String mine = world.foundings().get(0).digest();

    Turn refusing = n1.receive(stranger(new Founded(founding(2))));
    Turn again = refusing.state().receive(stranger(new Founded(founding(2))));
    Turn silent = n1.receive(stranger(new Refused("because")));

    assertThat(refusal(refusing)).contains("cluster 0123", "cluster " + mine, "n2", "n1");
    assertThat(again.log()).isEmpty();
    assertThat(again.effects()).hasSize(1);
    assertThat(silent.effects()).isEmpty();
  }

  @Test
  void mailOfAnotherGroupOrFromThisMembersOwnNameIsDropped() {
    FoundingState n1 = started(N1, 2);
    Introduce introduce = new Introduce(record(2), FoundingWorld.roster(2));
    Envelope otherGroup =
        new Envelope(new GroupName("other"), "", 0, N2, incarnation(2), introduce);

    assertThat(n1.receive(otherGroup)).isEqualTo(Turn.stay(n1));
    assertThat(n1.receive(mail(N1, introduce))).isEqualTo(Turn.stay(n1));
  }

  @Test
  void anUnformattedDirectoryHearsNothing() {
    FoundingState n1 =
        FoundingState.create(
            GROUP,
            N1,
            FoundingWorld.roster(2),
            new FoundingTerms(new SessionLimits(64, 60_000, 16), LeaseTerms.NONE));

    Turn turn = n1.receive(mail(N2, new Introduce(record(2), FoundingWorld.roster(2))));

    assertThat(turn).isEqualTo(Turn.stay(n1));
    assertThat(n1.waiting()).isPresent();
  }

  @Test
  void afterTheFoundingTheListDecidesNothing() {
    FoundingWorld world = FoundingWorld.of(3);
    world.heal();
    FoundingState changed =
        FoundingState.create(
                GROUP,
                N1,
                List.of("n1@host1:7355", "n9@new:9"),
                new FoundingTerms(new SessionLimits(64, 60_000, 16), LeaseTerms.NONE))
            .recovered(world.state("n1").memory());

    assertThat(changed.verdict()).isEqualTo(world.verdict("n1"));
    assertThat(changed.tick().effects()).isEmpty();
  }

  private static FoundingState started(MemberId id, int members) {
    int number = id.value().charAt(1) - '0';
    return FoundingState.create(
            GROUP,
            id,
            FoundingWorld.roster(members),
            new FoundingTerms(new SessionLimits(64, 60_000, 16), LeaseTerms.NONE))
        .format(incarnation(number))
        .state();
  }

  private static Incarnation incarnation(int number) {
    return new Incarnation(new UUID(1, number));
  }

  private static MemberRecord record(int number) {
    return MemberRecord.voter(
        new MemberId("n" + number), "host" + number + ":7355", incarnation(number));
  }

  private static Configuration founding(int members) {
    return Configuration.majority(
        1,
        new SessionLimits(64, 60_000, 16),
        java.util.stream.IntStream.rangeClosed(1, members)
            .mapToObj(FoundingStateTest::record)
            .toList());
  }

  private static Configuration with(Configuration founding, MemberRecord changed) {
    List<MemberRecord> members =
        founding.members().stream()
            .map(member -> member.id().equals(changed.id()) ? changed : member)
            .toList();
    return Configuration.majority(1, founding.sessions(), members);
  }

  private static Envelope mail(MemberId from, FounderMessage message) {
    return mail(from, incarnation(from.value().charAt(1) - '0'), message);
  }

  private static Envelope mail(MemberId from, Incarnation incarnation, FounderMessage message) {
    return new Envelope(GROUP, "", 0, from, incarnation, message);
  }

  private static Envelope stranger(FounderMessage message) {
    return new Envelope(GROUP, "0123", 1, N2, incarnation(2), message);
  }

  private static List<Object> said(Turn turn) {
    return turn.effects().stream()
        .<Object>map(effect -> ((dev.synod.protocol.Effect.Send) effect).message())
        .toList();
  }

  private static String refusal(Turn turn) {
    assertThat(said(turn)).singleElement().isInstanceOf(Refused.class);
    return ((Refused) said(turn).get(0)).reason();
  }
}
