package dev.synod.membership;

import static dev.synod.membership.Group.after;
import static dev.synod.membership.Group.as;
import static dev.synod.membership.Group.fresh;
import static dev.synod.membership.Group.id;
import static dev.synod.membership.Group.members;
import static dev.synod.membership.Group.voter;
import static dev.synod.membership.Group.voters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.MembershipChange.Add;
import dev.synod.protocol.MembershipChange.Promote;
import dev.synod.protocol.MembershipChange.Remove;
import dev.synod.protocol.RegistrarMessage.Change;
import dev.synod.protocol.RegistrarMessage.Refusal;
import dev.synod.protocol.RegistrarMessage.Report;
import dev.synod.protocol.RegistrarNotice.Progress;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a registrar says of itself, and how it judges while its member leads. */
class RegistrarStateTest {
  private static final MembershipChange REMOVE = new Remove(id(3));

  @Test
  void aMemberTellsAllOthersThatItLivesAndHowFarItHasCome() {
    RegistrarScene scene =
        new RegistrarScene(
            members(voter(1), voter(2), as(3, MemberKind.WITNESS), as(4, MemberKind.JOINER)));

    scene.tickAt(500);

    assertThat(scene.said)
        .isEqualTo(Effect.toAll(List.of(id(2), id(3), id(4)), new Report(5000, 5000)));
  }

  @Test
  void whoHasNoPartInTheEpochReportsToNobody() {
    RegistrarScene scene = new RegistrarScene(voters(3));

    scene.enter(after(voters(3), List.of(id(1))));
    scene.tickAt(500);

    assertThat(scene.said).isEmpty();
  }

  @Test
  void theLeaderEndsTheEpochWithTheChangeThatItAgreesTo() {
    RegistrarScene scene = RegistrarScene.leading(voters(3), 2, 3);

    scene.hear(2, new Change(7, 3, REMOVE));

    assertThat(scene.signs())
        .containsExactly(
            new Value.StopSign(0, after(voters(3), List.of(id(3))), Optional.of(id(1))));
    assertThat(scene.words()).isEmpty();
  }

  @Test
  void whoDoesNotLeadJudgesNothing() {
    RegistrarScene scene = RegistrarScene.leading(voters(3), 2, 3);
    scene.leader(2);

    scene.hear(2, new Change(7, 3, REMOVE));

    assertThat(scene.said).isEmpty();
  }

  @Test
  void aChangeOfAnotherEpochIsRefusedByBothNumbers() {
    RegistrarScene scene = RegistrarScene.leading(voters(3), 2, 3);

    scene.hear(2, new Change(7, 4, REMOVE));

    assertThat(scene.said)
        .containsExactly(
            new Effect.Send(
                id(2),
                new Refusal(
                    7,
                    "it was meant for epoch 4, but the group is in epoch 3; look at its members and"
                        + " ask again")));
  }

  /** Rule M5: a member that was not heard of for 2 s does not live. */
  @Test
  void aRefusalTellsWhoIsMissing() {
    RegistrarScene scene = RegistrarScene.leading(voters(3), 2, 3);
    scene.now = 1999;
    scene.hear(3, new Report(5000, 0));
    scene.now = 2000;

    scene.hear(3, new Change(7, 3, REMOVE));

    assertThat(scene.signs()).isEmpty();
    assertThat(scene.words())
        .singleElement()
        .asString()
        .contains("to=n3", "request=7", "only [n1] live", "n2 is not heard of");
    scene.hear(2, new Report(5000, 0));
    scene.hear(3, new Change(7, 3, REMOVE));
    assertThat(scene.signs()).hasSize(1);
  }

  @Test
  void theProposerIsToldAgainWhileTheEpochDoesNotEnd() {
    RegistrarScene scene = RegistrarScene.leading(voters(3), 2, 3);
    scene.hear(2, new Change(7, 3, REMOVE));
    List<Value.StopSign> first = scene.signs();

    scene.tickAt(999);
    assertThat(scene.signs()).isEmpty();
    scene.tickAt(1000);
    assertThat(scene.signs()).isEqualTo(first);
    scene.tickAt(1500);
    assertThat(scene.signs()).isEmpty();
    scene.enter(first.get(0).next());
    scene.tickAt(2500);
    assertThat(scene.signs()).isEmpty();
  }

  /** At most one change an epoch (rule M1): the others find out by their own epochs. */
  @Test
  void whileOneChangeIsUnderWayNoOtherIsJudged() {
    RegistrarScene scene = RegistrarScene.leading(voters(3), 2, 3);
    scene.hear(2, new Change(7, 3, REMOVE));

    scene.hear(3, new Change(8, 3, new Remove(id(2))));

    assertThat(scene.said).isEmpty();
  }

  /** What a stop-sign of this member's comes to is not known until the epoch ends. */
  @Test
  void whoHasAgreedToAChangeInThisEpochRefusesNoneInItAnyMore() {
    RegistrarScene scene = RegistrarScene.leading(voters(3), 2, 3);
    scene.hear(2, new Change(7, 3, REMOVE));
    scene.leaderless();
    scene.leader(1);
    scene.now = 60_000;

    scene.hear(2, new Change(7, 3, REMOVE));
    assertThat(scene.said).as("nobody lives, which would be refused").isEmpty();

    scene.hear(2, new Report(5000, 0));
    scene.hear(2, new Change(7, 3, REMOVE));
    assertThat(scene.signs()).hasSize(1);
    scene.enter(scene.signs().get(0).next());
    scene.hear(2, new Change(9, 4, new Remove(id(9))));
    assertThat(scene.words()).as("who led the epoch before judges nothing").isEmpty();
    scene.leader(1);
    scene.hear(2, new Change(9, 4, new Remove(id(9))));
    assertThat(scene.words()).hasSize(1);
  }

  @Test
  void aJoinerThatHasCaughtUpIsPromotedUnasked() {
    Configuration now =
        members(voter(1), voter(2), voter(3), as(4, MemberKind.JOINER), as(5, MemberKind.OBSERVER));
    RegistrarScene scene = RegistrarScene.leading(now, 2, 3, 5);
    scene.hear(4, new Report(4999, 0));

    scene.tickAt(500);
    assertThat(scene.signs()).isEmpty();
    scene.hear(4, new Report(5000, 0));
    scene.tickAt(1000);

    assertThat(scene.signs())
        .containsExactly(
            new Value.StopSign(0, after(now, List.of(id(4)), voter(4)), Optional.of(id(1))));
  }

  /**
   * Rule M5: what was chosen before its last reports a member must hold, or the last slots might be
   * nowhere but on disks that leave; of what is chosen all the while it lacks the most recent.
   */
  @Test
  void aMemberMayLackNoMoreThanWhatWasChosenSinceItsLastReports() {
    Configuration now =
        members(voter(1), voter(2), voter(3), as(4, MemberKind.JOINER), as(5, MemberKind.OBSERVER));
    RegistrarScene scene = RegistrarScene.leading(now, 2, 3, 5);
    for (long time = 100; time <= 500; time += 100) {
      scene.tickAt(time);
    }
    scene.come(new Progress(5900, 5900, 5900));
    scene.hear(2, new Report(5900, 0));
    scene.hear(3, new Report(5900, 0));

    scene.hear(4, new Report(4999, 0));
    scene.tickAt(600);
    assertThat(scene.signs()).as("within the 1000 slots of the setting").isEmpty();

    scene.hear(4, new Report(5000, 0));
    scene.tickAt(700);
    assertThat(scene.signs()).hasSize(1);
  }

  @Test
  void joinersArePromotedOneAtATimeByTheLeaderAloneAndNotWhileAChangeIsOut() {
    Configuration now =
        members(voter(1), voter(2), voter(3), as(4, MemberKind.JOINER), as(5, MemberKind.JOINER));
    RegistrarScene scene = RegistrarScene.leading(now, 2, 3, 4, 5);
    scene.leader(2);
    scene.tickAt(500);
    assertThat(scene.signs()).isEmpty();

    scene.leader(1);
    scene.hear(2, new Change(7, 3, REMOVE));
    scene.tickAt(900);
    assertThat(scene.signs()).as("the other change is out").isEmpty();

    scene.leaderless();
    scene.leader(1);
    scene.tickAt(1000);
    assertThat(scene.signs())
        .singleElement()
        .extracting(Value.StopSign::next)
        .isEqualTo(after(now, List.of(id(4)), voter(4)));
    scene.tickAt(1500);
    assertThat(scene.signs()).isEmpty();
  }

  /** A joiner without which no quorum lives does not make one more voter that is missing. */
  @Test
  void aJoinerThatCanNotBePromotedWaitsWithoutAWord() {
    Configuration now = members(voter(1), voter(2), voter(3), as(4, MemberKind.JOINER));
    RegistrarScene scene = RegistrarScene.leading(now, 4);

    scene.tickAt(500);

    assertThat(scene.signs()).isEmpty();
    assertThat(scene.words()).isEmpty();
  }

  @Test
  void disksThatWaitCanBeAddedUntilTheyAreNotHeardOfForTenSeconds() {
    Change add = new Change(7, 3, new Add(id(4), MemberKind.JOINER));
    RegistrarScene scene = RegistrarScene.leading(voters(1));
    scene.waits(fresh(4));
    scene.now = 5000;
    scene.waits(fresh(4));

    scene.now = 15_000;
    scene.hear(2, add);
    assertThat(scene.words()).singleElement().asString().contains("no disk waits as n4");

    scene.tickAt(15_000);
    assertThat(scene.state.attendance().disks()).isEmpty();
    scene.waits(fresh(4));
    scene.now = 24_999;
    scene.hear(2, add);
    assertThat(scene.signs()).hasSize(1);
  }

  @Test
  void ofDisksThatWaitThirtyOneAreKept() {
    RegistrarScene scene = RegistrarScene.leading(voters(1));
    for (int disk = 1; disk <= 40; disk++) {
      scene.waits(fresh(disk));
    }
    scene.waits(fresh(31));

    List<MemberRecord> kept = scene.state.attendance().waiting(scene.now);
    assertThat(kept).hasSize(31).contains(fresh(1), fresh(31)).doesNotContain(fresh(32));
  }

  /** Rule D1: what a disk that is gone has reported is not its successor's. */
  @Test
  void reportsOfThoseWhoLeftAreDroppedAndOthersStay() {
    RegistrarScene scene = RegistrarScene.leading(voters(4), 2, 3, 4);

    scene.enter(after(voters(4), List.of(id(3), id(4)), fresh(4)));

    assertThat(scene.state.attendance().reports()).containsOnlyKeys(id(2));
  }

  /** The elector does not wait for this role: its word may come before the epoch does. */
  @Test
  void whoLeadsTheNextEpochMayBeKnownBeforeItBegins() {
    RegistrarScene scene = new RegistrarScene(voters(3));
    scene.leader(1, 4);
    scene.enter(after(voters(3), List.of(id(3))));
    scene.hear(2, new Report(5000, 0));

    scene.hear(2, new Change(7, 4, new Promote(id(9))));

    assertThat(scene.words()).singleElement().asString().contains("n9 is no member of epoch 4");
  }

  /** Perhaps nobody can lead before it has caught up, and only a leader would tell it. */
  @Test
  void withoutALeaderAMemberThatLagsLearnsFromReportsThatThereIsMore() {
    RegistrarScene scene = new RegistrarScene(voters(3));
    scene.hear(2, new Report(5000, 0));
    assertThat(scene.said).isEmpty();
    scene.hear(2, new Report(5001, 0));
    assertThat(scene.said).containsExactly(new Effect.Post(new LearnerNotice.Ahead(id(2), 5001)));

    scene.leader(3);
    scene.hear(2, new Report(5002, 0));
    assertThat(scene.said).isEmpty();
  }
}
