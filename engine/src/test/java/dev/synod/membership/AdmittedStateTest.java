package dev.synod.membership;

import static dev.synod.membership.FoundingWorld.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.membership.FounderEvent.AdmittedTo;
import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Admitted;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.RegistrarNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disks that come when the group exists: those that are lost and come back, and those added. */
class AdmittedStateTest {
  private static final MemberId N1 = new MemberId("n1");
  private static final MemberId N2 = new MemberId("n2");
  private static final MemberId N4 = new MemberId("n4");

  private final FoundingWorld world = FoundingWorld.of(3);

  @BeforeEach
  void found() {
    world.heal();
  }

  /** Rule D1. */
  @Test
  void aMemberThatLostItsDiskBecomesAnOutsiderAndSaysSo() {
    world.wipe("n2");
    world.heal();

    Incarnation before = founding().member(N2).orElseThrow().incarnation();
    assertThat(world.verdict("n2"))
        .contains(
            new Founder.Outsider(
                "n2 has incarnation "
                    + incarnation("n2")
                    + " but the group was founded with "
                    + before
                    + ": this directory is not the one that voted; waiting to be replaced:"
                    + " synod-demo.jar admin members replace n2, or the same by ConsensusGroup"));
    assertThat(world.disk("n2")).hasSize(1);
  }

  @Test
  void aMemberThatIsNotInTheGroupBecomesAnOutsiderAndSaysSo() {
    addN4();

    assertThat(world.verdict("n4"))
        .contains(
            new Founder.Outsider(
                "n4 has no part in the group of n1, which was founded by [n1, n2, n3]; waiting to"
                    + " be added: synod-demo.jar admin members add n4, or the same by"
                    + " ConsensusGroup"));
  }

  @Test
  void aDiskThatWaitsIntroducesItselfToAllItKnowsAndEachTellsItsRegistrar() {
    world.add("n4", List.of("n1@host1:7355", "n4@host4:7355"));
    world.heal();
    world.waiting.clear();

    world.tick("n4");

    assertThat(world.mail)
        .as("the list names n1 only, the founding record the others too")
        .extracting(FoundingWorld.Letter::to)
        .containsExactly(N1, N2, new MemberId("n3"));
    world.settle();
    assertThat(world.waiting)
        .hasSize(3)
        .containsOnly(MemberRecord.voter(N4, "host4:7355", incarnation("n4")));
  }

  @Test
  void aDiskThatWasAddedBeginsInTheEpochThatKnowsIt() {
    addN4();
    Configuration current = with(disk("n4").as(MemberKind.JOINER));
    world.ids().forEach(id -> enterUnless(id, N4, current));

    world.heal();

    assertThat(world.verdict("n4"))
        .contains(new Founder.Founded(founding(), current, incarnation("n4")));
    assertThat(world.disk("n4"))
        .containsExactly(
            new Formatted(GROUP, N4, incarnation("n4")), new AdmittedTo(founding(), current));
    world.restart(N4);
    assertThat(world.state("n4").seeks()).isFalse();
    assertThat(world.verdict("n4"))
        .contains(new Founder.Founded(founding(), current, incarnation("n4")));
  }

  @Test
  void aDiskThatTookALostOnesPlaceBeginsInTheEpochThatKnowsItThoughItOnlyJustStarted() {
    world.wipe("n2");
    world.tick("n2");
    world.mail.clear();
    Configuration current = with(disk("n2"));
    world.ids().forEach(id -> enterUnless(id, N2, current));

    world.heal();

    assertThat(world.verdict("n2"))
        .contains(new Founder.Founded(founding(), current, incarnation("n2")));
  }

  @Test
  void aDiskOfTheFoundingIsToldOfTheFoundingWhateverTheEpochIs() {
    FoundingState n1 = world.state("n1").entering(with(disk("n3")));
    Introduce introduce = new Introduce(disk("n2"), FoundingWorld.roster(3));

    assertThat(said(n1.receive(mail("n2", introduce)))).containsExactly(new Founded(founding()));
  }

  @Test
  void aMemberThatIsFoundAtAnotherAddressIsMadeKnownAndKeepsItsPart() {
    MemberRecord moved = MemberRecord.voter(N2, "moved:1", incarnation("n2"));

    Turn turn = world.state("n1").receive(mail("n2", new Introduce(moved, List.of("n2@moved:1"))));

    assertThat(turn.effects())
        .containsExactly(
            new Effect.Send(N2, new Founded(founding())),
            new Effect.Post(new RegistrarNotice.Waiting(moved)));
  }

  /** Rule D1: a disk is made known by itself only. */
  @Test
  void nobodyIntroducesAnotherDisk() {
    Incarnation other = new Incarnation(new UUID(9, 9));
    FoundingState n1 = world.state("n1");

    for (MemberRecord disk :
        List.of(
            MemberRecord.voter(N4, "host4:7355", incarnation("n2")),
            MemberRecord.voter(N2, "host2:7355", other))) {
      assertThat(n1.receive(mail("n2", new Introduce(disk, List.of()))).effects())
          .containsExactly(new Effect.Send(N2, new Founded(founding())));
    }
  }

  @Test
  void aConfigurationThatNamesAnotherDiskAdmitsNobody() {
    addN4();
    MemberRecord other = MemberRecord.voter(N4, "host4:7355", new Incarnation(new UUID(9, 9)));
    Admitted admitted = new Admitted(founding(), with(other));
    FoundingState n4 = world.state("n4");

    Turn turn = n4.receive(mail("n1", admitted));

    assertThat(turn.events()).isEmpty();
    assertThat(turn.state().verdict()).isEqualTo(n4.verdict());
  }

  /** Rules A8, D2: what stood in the founding and has forgotten it is never let in by this door. */
  @Test
  void aDiskThatForgotTheFoundingIsNotAdmitted() {
    FoundingState n2 = forgetful();
    Admitted admitted = new Admitted(founding(), with(disk("n3")));

    FoundingState first = n2.receive(mail("n1", admitted)).state();
    Turn again = first.receive(mail("n1", admitted));

    assertThat(first.verdict())
        .get()
        .isInstanceOf(Founder.Outsider.class)
        .asString()
        .contains("lost the founding record", "empty it, start again");
    assertThat(again).isEqualTo(Turn.stay(first));
  }

  private FoundingState forgetful() {
    return FoundingState.create(
            GROUP,
            N2,
            FoundingWorld.roster(3),
            new FoundingTerms(founding().sessions(), LeaseTerms.NONE))
        .format(incarnation("n2"))
        .state();
  }

  /** Its record may be another group's yet: one disk is in one group (rule D1). */
  @Test
  void aDiskThatStoredAnotherRecordIsNotAdmitted() {
    Configuration torn =
        Configuration.majority(
            1, founding().sessions(), List.of(other("n1"), other("n2"), other("n3")));
    FoundingState n2 =
        FoundingState.create(
                GROUP,
                N2,
                FoundingWorld.roster(3),
                new FoundingTerms(founding().sessions(), LeaseTerms.NONE))
            .format(new Incarnation(new UUID(9, 2)))
            .state()
            .receive(letter(N1, new Incarnation(new UUID(9, 1)), new Store(torn)))
            .state();
    assertThat(n2.memory().stored()).contains(torn);

    Turn turn = n2.receive(mail("n3", new Admitted(founding(), with(other("n2")))));

    assertThat(turn.events()).isEmpty();
    assertThat(turn.state().verdict()).get().isNotInstanceOf(Founder.Founded.class);
  }

  @Test
  void aMemberIsNotAdmittedTwiceAndComplainsOfAnotherFounding() {
    FoundingState n1 = world.state("n1");
    Configuration theirs =
        Configuration.majority(1, founding().sessions(), List.of(other("n1"), other("n2")));

    assertThat(n1.receive(mail("n2", new Admitted(founding(), with(disk("n1"))))))
        .isEqualTo(Turn.stay(n1));
    assertThat(n1.receive(mail("n2", new Admitted(theirs, with(disk("n1"))))).log())
        .singleElement()
        .asString()
        .contains(theirs.digest(), founding().digest());
  }

  @Test
  void anOutsiderHearsNoRecordsAndLogsRefusalsOnce() {
    addN4();
    FoundingState n4 = world.state("n4");

    assertThat(n4.receive(mail("n1", new Store(founding())))).isEqualTo(Turn.stay(n4));
    assertThat(n4.receive(mail("n1", new FounderMessage.Stored(founding()))))
        .isEqualTo(Turn.stay(n4));
    assertThat(n4.receive(mail("n2", new Introduce(disk("n2"), FoundingWorld.roster(3)))))
        .isEqualTo(Turn.stay(n4));
    Turn refused = n4.receive(mail("n1", new Refused("because")));
    assertThat(refused.log()).containsExactly("n1 refuses n4: because");
    assertThat(refused.state().receive(mail("n1", new Refused("because"))).log()).isEmpty();
    assertThat(refused.state().verdict()).isEqualTo(n4.verdict());
  }

  /** Answers must find the way to an address that no configuration names. */
  @Test
  void membersLearnWhereADiskWithoutAPartIsAndThatDiskWhereTheFoundersAre() {
    addN4();
    Introduce introduce = new Introduce(disk("n4"), FoundingWorld.roster(4));
    FoundingState n1 = world.state("n1");

    assertThat(n1.directions(mail("n4", introduce))).containsExactly(disk("n4"));
    assertThat(n1.entering(with(disk("n4"))).directions(mail("n4", introduce))).isEmpty();
    assertThat(n1.directions(mail("n2", new Founded(founding())))).isEmpty();
    assertThat(n1.directions(mail("n1", introduce))).isEmpty();
    assertThat(world.state("n4").directions(mail("n1", new Founded(founding()))))
        .isEqualTo(founding().members());
  }

  private void addN4() {
    world.add("n4", FoundingWorld.roster(4));
    world.heal();
  }

  private void enterUnless(MemberId id, MemberId one, Configuration current) {
    if (!id.equals(one)) {
      world.enter(id, current);
    }
  }

  private Configuration founding() {
    return world.foundings().get(0);
  }

  /** The next epoch, with this member in place of the one of its id. */
  private Configuration with(MemberRecord member) {
    List<MemberRecord> members = new ArrayList<>(founding().members());
    members.removeIf(it -> it.id().equals(member.id()));
    members.add(member);
    return Configuration.majority(2, founding().sessions(), members);
  }

  private MemberRecord disk(String id) {
    String host = "host" + id.charAt(1) + ":7355";
    return MemberRecord.voter(new MemberId(id), host, incarnation(id));
  }

  private static MemberRecord other(String id) {
    int number = id.charAt(1) - '0';
    return MemberRecord.voter(
        new MemberId(id), "host" + number + ":7355", new Incarnation(new UUID(9, number)));
  }

  private Incarnation incarnation(String id) {
    return world.state(id).memory().incarnation().orElseThrow();
  }

  private Envelope mail(String from, PaxosMessage message) {
    return letter(new MemberId(from), incarnation(from), message);
  }

  private static Envelope letter(MemberId from, Incarnation disk, PaxosMessage message) {
    return new Envelope(GROUP, "", 0, from, disk, message);
  }

  private static List<PaxosMessage> said(Turn turn) {
    return turn.effects().stream().map(effect -> ((Effect.Send) effect).message()).toList();
  }
}
