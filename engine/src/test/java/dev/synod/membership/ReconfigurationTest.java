package dev.synod.membership;

import static dev.synod.membership.Group.after;
import static dev.synod.membership.Group.as;
import static dev.synod.membership.Group.fresh;
import static dev.synod.membership.Group.id;
import static dev.synod.membership.Group.live;
import static dev.synod.membership.Group.members;
import static dev.synod.membership.Group.sized;
import static dev.synod.membership.Group.voter;
import static dev.synod.membership.Group.voters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.MembershipChange.Add;
import dev.synod.protocol.MembershipChange.HandOver;
import dev.synod.protocol.MembershipChange.Lease;
import dev.synod.protocol.MembershipChange.Promote;
import dev.synod.protocol.MembershipChange.Remove;
import dev.synod.protocol.MembershipChange.Replace;
import dev.synod.protocol.MembershipChange.Resize;
import dev.synod.protocol.QuorumSizes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcollections.PSortedMap;

/** Rule M5: what a change leads to, and the line with which one that must not be is refused. */
class ReconfigurationTest {
  private static final long CHOSEN = 5000;

  @ParameterizedTest
  @EnumSource(names = {"JOINER", "OBSERVER", "WITNESS"})
  void theDiskThatWaitsIsAddedAsWhatIsAskedFor(MemberKind kind) {
    Configuration next = approved(voters(3), live(1, 2, 3), new Add(id(4), kind), fresh(4));

    assertThat(next).isEqualTo(after(voters(3), List.of(), fresh(4).as(kind)));
  }

  @Test
  void quorumsGoWithTheNumberOfVoters() {
    Configuration copies =
        sized(new QuorumSizes(4, 2), voter(1), voter(2), voter(3), voter(4), voter(5));

    assertThat(approved(voters(3), live(1, 2, 3), new Remove(id(3))).quorums())
        .isEqualTo(new QuorumSizes(2, 2));
    assertThat(approved(copies, live(1, 2, 3, 4), new Remove(id(5))).quorums())
        .isEqualTo(new QuorumSizes(3, 2));
    assertThat(
            approved(voters(3), live(1, 2, 3), new Add(id(4), MemberKind.OBSERVER), fresh(4))
                .quorums())
        .isEqualTo(new QuorumSizes(2, 2));
  }

  @Test
  void aMemberIsNotAddedTwice() {
    assertThat(refusal(voters(3), live(1, 2, 3), new Add(id(2), MemberKind.JOINER), fresh(2)))
        .isEqualTo(
            "n2 is a member of epoch 3 already, as voter; replace it if its disk was lost, or"
                + " promote it");
  }

  @Test
  void nobodyIsAddedAsVoter() {
    assertThat(refusal(voters(3), live(1, 2, 3), new Add(id(4), MemberKind.VOTER), fresh(4)))
        .isEqualTo(
            "n4 can't be added as voter at once: it holds nothing yet; add it as joiner, which"
                + " becomes a voter once it has caught up");
  }

  @Test
  void theLeadGoesToAVoterThatHasCaughtUp() {
    Ruling named = judge(voters(3), live(1, 2, 3), new HandOver(Optional.of(id(3))));
    Ruling any = judge(voters(3), live(1, 2, 3), new HandOver(Optional.empty()));

    assertThat(named)
        .isEqualTo(new Ruling.Approved(after(voters(3), List.of()), Optional.of(id(3))));
    assertThat(any).isEqualTo(new Ruling.Approved(after(voters(3), List.of()), Optional.of(id(2))));
  }

  @Test
  void theLeadIsNotHandedToWhoCouldNotTakeIt() {
    assertThat(refusal(voters(3), live(1, 2), new HandOver(Optional.of(id(3)))))
        .isEqualTo(
            "n1 leads and can't hand over to n3: of the voters only [n2] live and have caught up"
                + " beside it; name one of these, or wait for the others");
    assertThat(refusal(voters(3), live(1, 2, 3), new HandOver(Optional.of(id(1)))))
        .startsWith("n1 leads and can't hand over to n1");
    assertThat(refusal(voters(1), live(1), new HandOver(Optional.empty())))
        .startsWith("n1 leads and can't hand over to anybody");
  }

  @Test
  void nobodyIsAddedToAFullGroup() {
    MemberRecord[] full =
        IntStream.rangeClosed(1, 31)
            .mapToObj(i -> as(i, i < 4 ? MemberKind.VOTER : MemberKind.OBSERVER))
            .toArray(MemberRecord[]::new);

    assertThat(refusal(members(full), live(1, 2, 3), new Add(id(32), MemberKind.JOINER), fresh(32)))
        .isEqualTo("epoch 3 has 31 members, the most that a group can have; remove one first");
  }

  /** Disks and addresses are not typed in: the one that waits is meant. */
  @Test
  void withoutADiskThatWaitsNothingIsAddedOrReplaced() {
    assertThat(refusal(voters(3), live(1, 2, 3), new Add(id(4), MemberKind.JOINER), fresh(5)))
        .isEqualTo(
            "no disk waits as n4 to add it: start its node with the members of this group in its"
                + " list, [n1, n2, n3], and with an empty directory or another address, then ask"
                + " again");
    assertThat(refusal(voters(3), live(1, 2, 3), new Replace(id(3)), voter(3)))
        .startsWith("no disk waits as n3 to replace it");
  }

  /** Rule D1. */
  @Test
  void ofTwoDisksUnderOneIdNoneIsTaken() {
    MemberRecord copy = MemberRecord.voter(id(4), "x:9", fresh(4).incarnation());

    assertThat(refusal(voters(3), live(1, 2, 3), new Add(id(4), MemberKind.JOINER), fresh(4), copy))
        .contains("2 disks wait as n4", "at h:4", "at x:9", "stop all but one");
  }

  /** Rule D1: a copy of a member's directory under another id. */
  @Test
  void aDiskIsNotTwoMembers() {
    MemberRecord copy = MemberRecord.voter(id(4), "h:4", voter(2).incarnation());

    assertThat(refusal(voters(3), live(1, 2, 3), new Add(id(4), MemberKind.JOINER), copy))
        .startsWith("there can be no such configuration: a disk stands twice");
  }

  @Test
  void aLostDiskIsReplacedByTheOneThatWaitsWhichIsWhatTheMemberWas() {
    Configuration now = members(voter(1), voter(2), as(3, MemberKind.WITNESS));

    assertThat(approved(now, live(1, 2), new Replace(id(3)), fresh(3)))
        .isEqualTo(after(now, List.of(id(3)), fresh(3).as(MemberKind.WITNESS)));
  }

  @Test
  void aDiskThatMovedKeepsItsPartAndCountsAsWhatItHolds() {
    MemberRecord moved = MemberRecord.voter(id(3), "x:9", voter(3).incarnation());

    assertThat(approved(voters(3), live(1, 3), new Replace(id(3)), moved))
        .isEqualTo(after(voters(3), List.of(id(3)), moved));
  }

  @Test
  void onlyAMemberIsReplacedRemovedOrPromoted() {
    String who = "n9 is no member of epoch 3, which has [n1, n2, n3]";

    assertThat(refusal(voters(3), live(1, 2, 3), new Replace(id(9)), fresh(9)))
        .isEqualTo(who + "; add it if it shall become one");
    assertThat(refusal(voters(3), live(1, 2, 3), new Remove(id(9))))
        .isEqualTo(who + ", so it can't be removed");
    assertThat(refusal(voters(3), live(1, 2, 3), new Promote(id(9))))
        .isEqualTo(who + "; add it as joiner");
  }

  @Test
  void theLastVoterStays() {
    Configuration now =
        members(
            voter(1),
            as(2, MemberKind.WITNESS),
            as(3, MemberKind.WITNESS),
            as(4, MemberKind.JOINER));

    assertThat(refusal(now, live(1, 2, 3, 4), new Remove(id(1))))
        .isEqualTo(
            "n1 is the last voter of epoch 3: without it nobody has the state; add another first");
  }

  @ParameterizedTest
  @EnumSource(names = {"JOINER", "OBSERVER"})
  void whoHasCaughtUpIsPromoted(MemberKind kind) {
    Configuration now = members(voter(1), voter(2), voter(3), as(4, kind));
    PSortedMap<MemberId, Long> live = live(1, 2, 3).plus(id(4), CHOSEN - 1000);

    assertThat(approved(now, live, new Promote(id(4))))
        .isEqualTo(after(now, List.of(id(4)), voter(4)));
  }

  @Test
  void whoHasNotCaughtUpIsNotPromoted() {
    Configuration now = members(voter(1), voter(2), voter(3), as(4, MemberKind.JOINER));

    assertThat(refusal(now, live(1, 2, 3).plus(id(4), CHOSEN - 1001), new Promote(id(4))))
        .isEqualTo(
            "n4 has not caught up: n4 holds the slots through 3999 only, of 5000 that are chosen,"
                + " and may lack 1000; wait until it holds more, or look why it does not");
    assertThat(refusal(now, live(1, 2, 3), new Promote(id(4))))
        .startsWith("n4 has not caught up: n4 is not heard of");
  }

  @Test
  void whoVotesAlreadyIsNotPromoted() {
    Configuration now = members(voter(1), voter(2), as(3, MemberKind.WITNESS));

    assertThat(refusal(now, live(1, 2, 3), new Promote(id(2))))
        .isEqualTo("n2 is a voter in epoch 3; only a joiner or an observer is promoted");
    assertThat(refusal(now, live(1, 2, 3), new Promote(id(3)))).startsWith("n3 is a witness");
  }

  /** Rule E6. */
  @Test
  void leasesChangeAsLongAsTheyLeaveTimeForOthers() {
    LeaseTerms terms = new LeaseTerms(800, 10_000);

    Configuration leased = approved(voters(3), live(1, 2, 3), new Lease(terms));
    assertThat(leased)
        .isEqualTo(
            new Configuration(
                4, voters(3).sessions(), terms, voters(3).quorums(), voters(3).members()));
    assertThat(approved(leased, live(1, 2, 3), new Remove(id(3))).leases()).isEqualTo(terms);
    assertThat(approved(leased, live(1, 2, 3), new Lease(LeaseTerms.NONE)).leases())
        .isEqualTo(LeaseTerms.NONE);
    assertThat(refusal(leased, live(1, 2, 3), new Lease(terms)))
        .contains("of 800 ms with a drift of 10000 ppm already");
    assertThat(refusal(voters(3), live(1, 2, 3), new Lease(new LeaseTerms(801, 0))))
        .contains("a lease of 801 ms is longer than 800 ms");
  }

  /** Rules F1, F2. */
  @Test
  void quorumsAreResizedIfTheyMeet() {
    QuorumSizes sizes = new QuorumSizes(4, 2);

    assertThat(approved(voters(5), live(1, 2, 3, 4), new Resize(sizes)))
        .isEqualTo(
            new Configuration(
                4, voters(5).sessions(), LeaseTerms.NONE, sizes, voters(5).members()));
    assertThat(refusal(voters(5), live(1, 2, 3, 4), new Resize(new QuorumSizes(3, 2))))
        .contains("no such configuration", "3 (election) and 2 (accept) of 5 voters");
    assertThat(refusal(voters(5), live(1, 2, 3, 4, 5), new Resize(new QuorumSizes(5, 1))))
        .contains("accept at least 2");
    assertThat(refusal(voters(5), live(1, 2, 3, 4), new Resize(new QuorumSizes(3, 3))))
        .isEqualTo(
            "the quorums of epoch 3 are 3 (election) and 3 (accept) already, so nothing would"
                + " change");
  }

  /** "No live Q2": each way to lose one, and who is missing. */
  @Test
  void aChangeThatLeavesNoLiveQuorumIsRefused() {
    assertThat(refusal(voters(3), live(1, 2), new Remove(id(2))))
        .isEqualTo(
            "it would leave no quorum that can go on: of the voters [n1, n3] of the next epoch 2"
                + " must elect and 2 accept, but only [n1] live and hold all but the last 1000 of"
                + " 5000 chosen slots; n3 is not heard of; start or replace these first, or wait"
                + " until they have caught up");
    assertThat(refusal(voters(3), live(1).plus(id(2), 3999L), new Replace(id(3)), fresh(3)))
        .contains("only [n1] live", "n2 holds the slots through 3999 only, n3 is new and holds");
    assertThat(refusal(voters(2), live(1, 2), new Replace(id(2)), fresh(2)))
        .contains("n2 is new and holds nothing yet");
    assertThat(refusal(voters(5), live(1, 2, 3), new Resize(new QuorumSizes(4, 2))))
        .contains("4 must elect and 2 accept", "n4 is not heard of, n5 is not heard of");
    assertThat(refusal(voters(5), live(1, 2, 3), new Resize(new QuorumSizes(2, 4))))
        .contains("2 must elect and 4 accept");
  }

  /** A witness votes from the first moment on, so the others must be enough without it. */
  @Test
  void aWitnessIsNotCountedBeforeItHoldsAnything() {
    MembershipChange add = new Add(id(4), MemberKind.WITNESS);

    assertThat(refusal(voters(3), live(1, 2), add, fresh(4)))
        .contains("[n1, n2, n3, n4]", "3 must elect", "n4 is new and holds nothing yet");
    assertThat(refusal(voters(1), live(1), add, fresh(4))).contains("only [n1] live");
    assertThat(approved(voters(3), live(1, 2, 3), add, fresh(4)).quorums())
        .isEqualTo(new QuorumSizes(3, 3));
  }

  /** A disk that waits for a member's place does not inherit what the lost one held. */
  @Test
  void aReplacedDiskIsNotCountedThoughTheOldOneLives() {
    assertThat(refusal(voters(2), live(1, 2), new Replace(id(1)), fresh(1)))
        .contains("only [n2] live");
  }

  /** Witnesses may be a quorum, but have no state to go on with. */
  @Test
  void aChangeThatLeavesTheStateToNobodyIsRefused() {
    Configuration now = members(voter(1), as(2, MemberKind.WITNESS), as(3, MemberKind.WITNESS));

    assertThat(refusal(now, live(1, 2, 3), new Replace(id(1)), fresh(1)))
        .isEqualTo(
            "it would leave nobody with the state: n1 is new and holds nothing yet; start or"
                + " replace a voter first, or wait until it has caught up");
  }

  /** Rule W1: no snapshots could cover what a witness drops. */
  @Test
  void aChangeThatLetsWitnessesAloneElectWithTheLeaderIsRefused() {
    Configuration one = members(voter(1), voter(2), voter(3), as(4, MemberKind.WITNESS));
    Configuration two =
        members(voter(1), voter(2), voter(3), as(4, MemberKind.WITNESS), as(5, MemberKind.WITNESS));

    assertThat(refusal(one, live(1, 2, 3, 4), new Resize(new QuorumSizes(1, 4))))
        .isEqualTo(
            "1 of the voters [n1, n2, n3, n4] must elect, no more than are witnesses, [n4]: these"
                + " could drop nothing of their logs, and one with a new disk never catch up; ask"
                + " for an election quorum of 2 or more, or remove a witness");
    assertThat(refusal(two, live(1, 2, 3, 4, 5), new Resize(new QuorumSizes(2, 4))))
        .contains("ask for an election quorum of 3 or more");
    assertThat(
            approved(one, live(1, 2, 3, 4), new Resize(new QuorumSizes(2, 3))).quorums().election())
        .isEqualTo(2);
  }

  @Test
  void theLeaderLeadsOnUnlessItGoes() {
    assertThat(successor(voters(3), live(1, 2, 3), new Remove(id(2)))).contains(id(1));
    assertThat(successor(voters(3), live(1, 2, 3), new Remove(id(1)))).contains(id(2));
  }

  @Test
  void whoHoldsMostLeadsNextOfEqualsTheLowestAndNoWitness() {
    Configuration now =
        members(
            voter(1), as(2, MemberKind.WITNESS), voter(3), voter(4), as(5, MemberKind.OBSERVER));

    assertThat(
            successor(now, live(1, 2, 5).plus(id(3), 4500L).plus(id(4), 4501L), new Remove(id(1))))
        .contains(id(4));
    assertThat(
            successor(now, live(1, 2, 5).plus(id(3), 4500L).plus(id(4), 4500L), new Remove(id(1))))
        .contains(id(3));
  }

  private static Configuration approved(
      Configuration now,
      PSortedMap<MemberId, Long> live,
      MembershipChange change,
      MemberRecord... waiting) {
    Ruling ruling = judge(now, live, change, waiting);
    assertThat(ruling).isInstanceOf(Ruling.Approved.class);
    return ((Ruling.Approved) ruling).next();
  }

  private static Optional<MemberId> successor(
      Configuration now, PSortedMap<MemberId, Long> live, MembershipChange change) {
    return ((Ruling.Approved) judge(now, live, change)).successor();
  }

  private static String refusal(
      Configuration now,
      PSortedMap<MemberId, Long> live,
      MembershipChange change,
      MemberRecord... waiting) {
    Ruling ruling = judge(now, live, change, waiting);
    assertThat(ruling).isInstanceOf(Ruling.Refused.class);
    return ((Ruling.Refused) ruling).reason();
  }

  private static Ruling judge(
      Configuration now,
      PSortedMap<MemberId, Long> live,
      MembershipChange change,
      MemberRecord... waiting) {
    return new Reconfiguration(new Outlook(now, id(1), live, CHOSEN, 1000, 800, List.of(waiting)))
        .judge(change);
  }
}
