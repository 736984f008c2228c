package dev.synod.membership;

import static dev.synod.api.MembershipException.Reason.EPOCH_CHANGED;
import static dev.synod.api.MembershipException.Reason.NOT_READY;
import static dev.synod.api.MembershipException.Reason.REFUSED;
import static dev.synod.api.MembershipException.Reason.UNKNOWN;
import static dev.synod.membership.Group.after;
import static dev.synod.membership.Group.as;
import static dev.synod.membership.Group.fresh;
import static dev.synod.membership.Group.id;
import static dev.synod.membership.Group.members;
import static dev.synod.membership.Group.voter;
import static dev.synod.membership.Group.voters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.MembershipException.Reason;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.MembershipChange.Add;
import dev.synod.protocol.MembershipChange.HandOver;
import dev.synod.protocol.MembershipChange.Lease;
import dev.synod.protocol.MembershipChange.Promote;
import dev.synod.protocol.MembershipChange.Remove;
import dev.synod.protocol.MembershipChange.Replace;
import dev.synod.protocol.MembershipChange.Resize;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.RegistrarMessage.Change;
import dev.synod.protocol.RegistrarMessage.Refusal;
import dev.synod.protocol.RegistrarMessage.Report;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a change for the operator who asked for it on this node. */
class AsksTest {
  private static final LeaseTerms LEASES = new LeaseTerms(800, 0);
  private static final MembershipChange REMOVE = new Remove(id(3));
  private static final Configuration WITHOUT_N3 = after(voters(3), List.of(id(3)));

  private final RegistrarScene scene = new RegistrarScene(voters(3));

  @Test
  void aChangeIsSaidToTheLeaderAndAgainEachSecondToWhoeverLeadsThen() {
    scene.ask(1, REMOVE);
    assertThat(scene.said).as("nobody leads").isEmpty();

    scene.leader(2);
    assertThat(scene.said).containsExactly(new Effect.Send(id(2), new Change(1, 3, REMOVE)));
    scene.tickAt(999);
    assertThat(scene.words()).isEmpty();
    scene.leader(1);
    scene.tickAt(1000);
    assertThat(scene.words()).containsExactly(new Effect.Send(id(1), new Change(1, 3, REMOVE)));
    scene.leaderless();
    scene.tickAt(3000);
    assertThat(scene.words()).isEmpty();
    assertThat(scene.state.ended()).isEmpty();
  }

  @Test
  void itIsMadeWhenTheEpochThatItAskedForBegins() {
    scene.ask(1, REMOVE);
    scene.ask(2, 3, REMOVE);

    scene.enter(WITHOUT_N3);
    settle(2);

    assertThat(scene.state.ended()).containsExactly(new Ended.Made(1, 4), new Ended.Made(2, 4));
    scene.tickAt(60_000);
    assertThat(scene.state.ended()).isEmpty();
  }

  /** M3: until then what n3 has stored may be needed. */
  @Test
  void itIsToldOnlyOnceEnoughOfTheNextEpochAreInItAndOneLeads() {
    scene.ask(1, REMOVE);
    scene.hear(2, new Report(5000, 5000));
    scene.leader(1);

    scene.enter(WITHOUT_N3);
    assertThat(scene.state.ended()).as("n2 has reported before, n1 has led before").isEmpty();
    scene.leader(1);
    assertThat(scene.state.ended()).as("n2 may never hear of the epoch").isEmpty();
    scene.leaderless();
    scene.hear(2, new Report(5000, 5000));
    assertThat(scene.state.ended()).as("nobody leads").isEmpty();
    scene.leader(2);

    assertThat(scene.state.ended()).containsExactly(new Ended.Made(1, 4));
  }

  /** Of five n1 to n3 are in the epoch; n4 and n5 are not, and the new disk of n3 is empty. */
  @Test
  void aDiskThatCameWithTheEpochHoldsNothingOfWhatCameBefore() {
    RegistrarScene five = new RegistrarScene(voters(5));
    five.ask(1, new Replace(id(3)));

    five.enter(after(voters(5), List.of(id(3)), fresh(3)));
    five.leader(1);
    five.hear(2, new Report(5000, 5000));
    five.hear(3, new Report(5000, 5000));
    assertThat(five.state.ended()).isEmpty();
    five.hear(4, new Report(5000, 5000));

    assertThat(five.state.ended()).containsExactly(new Ended.Made(1, 4));
  }

  /** In a group of one nobody reports. */
  @Test
  void timeAloneSettlesItWhereTheLeaderWasKnownBefore() {
    RegistrarScene one = new RegistrarScene(voters(2));
    one.ask(1, new Remove(id(2)));
    one.leader(1, 4);

    one.enter(after(voters(2), List.of(id(2))));
    one.tickAt(500);

    assertThat(one.state.ended()).containsExactly(new Ended.Made(1, 4));
  }

  @Test
  void theElectorMayBeInTheNextEpochBeforeTheRegistrarIs() {
    scene.ask(1, REMOVE);
    scene.leader(2, 4);
    scene.enter(WITHOUT_N3);

    scene.hear(2, new Report(5000, 5000));

    assertThat(scene.state.ended()).containsExactly(new Ended.Made(1, 4));
  }

  @Test
  void whoeverIsLeftOutHearsOfItAtOnce() {
    scene.ask(1, new Remove(id(1)));

    scene.enter(after(voters(3), List.of(id(1))));

    assertThat(scene.state.ended()).containsExactly(new Ended.Made(1, 4));
  }

  @Test
  void anEpochThatHasEndedWasSettled() {
    scene.ask(1, REMOVE);
    scene.enter(WITHOUT_N3);

    scene.enter(after(WITHOUT_N3, List.of(id(2))));

    assertThat(scene.state.ended()).containsExactly(new Ended.Made(1, 4));
  }

  @Test
  void oneThatIsNotSettledInThirtySecondsIsGivenUp() {
    scene.ask(1, REMOVE);
    scene.enter(WITHOUT_N3);

    scene.tickAt(30_000);

    assertEnded(UNKNOWN, "epoch 4 has begun with it, but in all that time no leader");
    settle(2);
    assertThat(scene.state.ended()).isEmpty();
  }

  /** All epochs of the same members look alike: of two who ask at once only one gets the lead. */
  @Test
  void aHandOverIsMadeWhereTheOneThatWasNamedLeads() {
    scene.leader(1);
    scene.ask(1, new HandOver(Optional.of(id(2))));
    scene.ask(2, new HandOver(Optional.of(id(3))));
    scene.ask(3, new HandOver(Optional.empty()));

    scene.enter(after(voters(3), List.of()));
    settle(2);

    assertThat(scene.state.ended())
        .containsExactly(
            new Ended.Made(1, 4),
            new Ended.NotMade(
                2,
                EPOCH_CHANGED,
                "another change came first, or the one asked for could not take over: the epoch is"
                    + " now 4, and n2 leads; look at the status and ask again"),
            new Ended.Made(3, 4));
  }

  @Test
  void aHandOverToAnybodyIsNotMadeIfTheSameLeadsAgain() {
    scene.leader(1);
    scene.ask(1, new HandOver(Optional.empty()));

    scene.enter(after(voters(3), List.of()));
    settle(1);

    assertEnded(EPOCH_CHANGED, "the epoch is now 4, and n1 leads");
  }

  @Test
  void whoLedInAnEpochThatWasOverSoonNobodyKnows() {
    scene.leader(1);
    scene.ask(1, new HandOver(Optional.of(id(2))));
    Configuration fourth = after(voters(3), List.of());

    scene.enter(fourth);
    scene.enter(after(fourth, List.of()));

    assertEnded(UNKNOWN, "not seen how epoch 3 ended");
  }

  @Test
  void eachChangeIsKnownByWhatItChanges() {
    Configuration four = members(voter(1), voter(2), voter(3), as(4, MemberKind.OBSERVER));
    Configuration more = after(voters(3), List.of(), fresh(4).as(MemberKind.JOINER));
    Configuration fresh = after(voters(3), List.of(id(3)), fresh(3));
    Configuration promoted = after(four, List.of(id(4)), voter(4));
    Configuration resized =
        new Configuration(
            4, four.sessions(), LeaseTerms.NONE, new QuorumSizes(3, 2), four.members());

    assertMade(voters(3), new Add(id(4), MemberKind.JOINER), more);
    assertNotMade(voters(3), new Add(id(4), MemberKind.OBSERVER), more);
    assertNotMade(four, new Add(id(4), MemberKind.OBSERVER), resized);
    assertMade(voters(3), REMOVE, WITHOUT_N3);
    assertNotMade(voters(3), REMOVE, fresh);
    assertNotMade(voters(3), new Remove(id(9)), WITHOUT_N3);
    assertMade(voters(3), new Replace(id(3)), fresh);
    assertNotMade(voters(3), new Replace(id(3)), WITHOUT_N3);
    assertNotMade(voters(3), new Replace(id(3)), more);
    assertNotMade(four, new Replace(id(4)), promoted);
    assertMade(four, new Promote(id(4)), promoted);
    assertNotMade(four, new Promote(id(3)), promoted);
    assertNotMade(four, new Promote(id(4)), resized);
    assertMade(four, new Resize(new QuorumSizes(3, 2)), resized);
    assertNotMade(four, new Resize(new QuorumSizes(2, 3)), resized);
    assertNotMade(four, new Resize(new QuorumSizes(2, 2)), after(four, List.of(id(4))));
    assertMade(four, new Lease(LEASES), resized.with(LEASES));
    assertNotMade(four, new Lease(LEASES), resized);
  }

  @Test
  void anotherChangeThatCameFirstIsSaid() {
    scene.ask(1, new Remove(id(2)));

    scene.enter(WITHOUT_N3);

    assertThat(scene.state.ended())
        .containsExactly(
            new Ended.NotMade(
                1,
                EPOCH_CHANGED,
                "another change came first, the epoch is now 4; look at its members and ask"
                    + " again"));
  }

  @Test
  void anEpochThatIsNotTheNextOneTellsNothing() {
    scene.ask(1, REMOVE);
    Configuration fifth = Configuration.majority(5, WITHOUT_N3.sessions(), WITHOUT_N3.members());

    scene.enter(fifth);

    assertEnded(UNKNOWN, "come to epoch 5 and not seen how epoch 3 ended");
  }

  @Test
  void aChangeForAnEpochThatIsStillToComeWaitsForIt() {
    scene.ask(1, 4, new Remove(id(2)));

    scene.enter(WITHOUT_N3);
    assertThat(scene.state.ended()).isEmpty();
    scene.enter(after(WITHOUT_N3, List.of(id(2))));
    settle(1);
    assertThat(scene.state.ended()).containsExactly(new Ended.Made(1, 5));
  }

  @Test
  void aChangeForAnEpochThatIsOverEndsAtOnce() {
    scene.leader(2);

    scene.ask(1, 2, REMOVE);

    assertEnded(EPOCH_CHANGED, "meant for epoch 2, but the group is in epoch 3");
    assertThat(scene.said).isEmpty();
  }

  @Test
  void aRefusalIsToldOnceAndOnlyToWhoeverAsked() {
    scene.leader(2);
    scene.ask(1, REMOVE);
    scene.ask(2, REMOVE);

    scene.hear(2, new Refusal(1, "because"));
    assertThat(scene.state.ended()).containsExactly(new Ended.NotMade(1, REFUSED, "because"));
    scene.hear(2, new Refusal(1, "because"));
    scene.hear(2, new Refusal(99, "because"));
    assertThat(scene.state.ended()).isEmpty();
    assertThat(scene.state.asks().open()).containsOnlyKeys(2L);
  }

  /** Once another attempt has left, "surely not done" would be too much said. */
  @Test
  void aRefusalOfWhatWasAskedForBeforeIsNotSure() {
    scene.leader(2);
    scene.ask(1, REMOVE);
    scene.tickAt(1000);

    scene.hear(2, new Refusal(1, "because"));

    assertEnded(UNKNOWN, "because; but it had been asked for before");
  }

  @Test
  void afterThirtySecondsItIsGivenUp() {
    scene.leader(2);
    scene.ask(1, REMOVE);
    scene.tickAt(29_999);
    assertThat(scene.state.ended()).isEmpty();

    scene.tickAt(30_000);

    assertEnded(UNKNOWN, "look at the status before asking again");
    assertThat(scene.words()).isEmpty();
  }

  @Test
  void withoutALeaderNobodyWasAsked() {
    scene.ask(1, REMOVE);

    scene.tickAt(30_000);

    assertEnded(NOT_READY, "no leader was known");
  }

  @Test
  void moreThanSixtyFourAreRefused() {
    for (int request = 1; request <= 64; request++) {
      scene.ask(request, REMOVE);
      assertThat(scene.state.ended()).isEmpty();
    }

    scene.ask(65, REMOVE);

    assertEnded(REFUSED, "64 changes that were asked for on this node have no end yet");
  }

  @Test
  void whoHasNoPartInTheEpochAsksForNothing() {
    scene.enter(after(voters(3), List.of(id(1))));

    scene.ask(1, REMOVE);

    assertEnded(NOT_READY, "n1 is no member of epoch 4; ask one of [n2, n3]");
  }

  private void settle(int leader) {
    settle(scene, leader);
  }

  /** All are in the epoch; this one leads. */
  private static void settle(RegistrarScene scene, int leader) {
    for (int member = 2; member <= 4; member++) {
      scene.hear(member, new Report(5000, 5000));
    }
    scene.leader(leader);
  }

  private void assertEnded(Reason reason, String in) {
    assertThat(scene.state.ended())
        .singleElement()
        .isInstanceOfSatisfying(
            Ended.NotMade.class,
            end -> {
              assertThat(end.reason()).isEqualTo(reason);
              assertThat(end.line()).contains(in);
            });
  }

  private static void assertMade(Configuration now, MembershipChange change, Configuration next) {
    assertThat(ends(now, change, next)).containsExactly(new Ended.Made(1, 4));
  }

  private static void assertNotMade(
      Configuration now, MembershipChange change, Configuration next) {
    assertThat(ends(now, change, next))
        .singleElement()
        .isInstanceOfSatisfying(
            Ended.NotMade.class, end -> assertThat(end.reason()).isEqualTo(EPOCH_CHANGED));
  }

  private static List<Ended> ends(Configuration now, MembershipChange change, Configuration next) {
    RegistrarScene scene = new RegistrarScene(now);
    scene.ask(1, change);
    scene.enter(next);
    if (scene.state.ended().isEmpty()) {
      settle(scene, 1);
    }
    return scene.state.ended();
  }
}
