package dev.synod.testkit.bugs;

import dev.synod.acceptor.AcceptorRules;
import dev.synod.node.Casting;
import dev.synod.shell.Seat;
import dev.synod.testkit.bugs.Castings.Electing;
import dev.synod.testkit.bugs.Castings.Learning;
import dev.synod.testkit.bugs.Castings.Proposing;
import dev.synod.testkit.sim.ClusterPlan;
import dev.synod.testkit.sim.Failure;
import dev.synod.testkit.sim.Store;
import dev.synod.testkit.sim.Store.Quirk;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;

/**
 * A mistake that popular explanations of Paxos suggest, planted into one role of every member.
 *
 * @param number in the list of such mistakes; 0 if it is none of them
 * @param plant into the members
 * @param scenario that shows it; without one, random runs do
 * @param law that must be the one to find it, if that is said: each law has one, and most clauses
 */
record Mistake(
    int number,
    String what,
    UnaryOperator<ClusterPlan<PSortedMap<String, String>>> plant,
    Optional<String> scenario,
    Optional<String> law) {

  /** One that makes no difference here, and why. */
  record Equivalent(int number, String what, String proof) {}

  private static final int RENUMBERING = 48;

  @Override
  public String toString() {
    return number + " " + what;
  }

  /** Whether this is what the mistake should break; any failure, if nothing is named. */
  boolean isMeantBy(Failure failure) {
    return law.map(named -> Pattern.compile("^" + named).matcher(failure.what()).find())
        .orElse(true);
  }

  private static Mistake of(
      int number, String what, UnaryOperator<ClusterPlan<PSortedMap<String, String>>> plant) {
    return new Mistake(number, what, plant, Optional.empty(), Optional.empty());
  }

  /** The same, which this scenario shows: chance hardly brings about what it takes. */
  private Mistake shownBy(String name) {
    return new Mistake(number, what, plant, Optional.of(name), law);
  }

  /** The same, of which the failure must say this: the law's name, and words of the clause. */
  private Mistake foundBy(String finder) {
    return new Mistake(number, what, plant, scenario, Optional.of(finder));
  }

  /** Whether clients make it: they give a command a new number when they retry it. */
  boolean ofClients() {
    return number == RENUMBERING;
  }

  private static Mistake of(int number, String what, Casting casting) {
    return of(number, what, plan -> plan.casting(casting));
  }

  private static Mistake proposer(int number, String what, Supplier<Proposing> twist) {
    return of(number, what, Castings.proposer(twist));
  }

  private static Mistake learner(int number, String what, Function<Seat, Learning> twist) {
    return of(number, what, Castings.learner(twist));
  }

  private static Mistake elector(int number, String what, Function<Seat, Electing> twist) {
    return of(number, what, Castings.elector(twist));
  }

  private static Mistake acceptor(int number, String what, Function<Seat, AcceptorRules> rules) {
    return of(number, what, Castings.acceptor(rules));
  }

  private static Mistake machine(int number, String what, Quirk quirk) {
    return of(
        number,
        what,
        plan -> plan.machines(member -> new Store(member.equals("n2") ? quirk : Quirk.NONE)));
  }

  /** All that are planted; each must be found. */
  static List<Mistake> all() {
    return Stream.of(
            ofProposers(),
            ofAcceptors(),
            ofLearners(),
            ofReads(),
            ofSnapshots(),
            ofMembers(),
            ofOthers())
        .flatMap(List::stream)
        .toList();
  }

  /** Those that can't be told from what is right. */
  static List<Equivalent> equivalents() {
    return List.of(
        new Equivalent(
            6,
            "prepare answered at the promised ballot, too",
            "a ballot is used for one attempt of one member (B1, B2), so an equal ballot is that"
                + " attempt asking for a page (A1): the promise stays as it is, and the answer is"
                + " read from the same durable state"));
  }

  private static List<Mistake> ofProposers() {
    return List.of(
        proposer(1, "accepts under the highest ballot seen", ProposerMistakes::highestSeenBallot)
            .foundBy("OneLeaderPerBallot: .* which is not its own"),
        proposer(2, "any value, not the highest ballot's", ProposerMistakes::lowestBallotsValue)
            .shownBy("HighestBallotWins")
            .foundBy("OneChosenValue: slot .* is chosen as"),
        proposer(3, "highest slot's ballot for all", ProposerMistakes::highestSlotsBallotForAll)
            .shownBy("BallotsBelongToSlots"),
        proposer(10, "stale promises counted", ProposerMistakes::countsStalePromises)
            .shownBy("StalePromiseIgnored"),
        proposer(12, "ballot used again", ProposerMistakes::usesItsBallotAgain)
            .foundBy("OneLeaderPerBallot: .* proposes batch.* and "),
        proposer(13, "recovered under the old ballot", ProposerMistakes::proposesUnderTheOldBallot),
        proposer(15, "chosen by equal values", ProposerMistakes::infersChosenFromEqualValues),
        proposer(18, "gap filled without phase 1", ProposerMistakes::fillsGapsWithoutLooking),
        proposer(19, "what is not shown is empty", ProposerMistakes::takesTheChosenPrefixForEmpty),
        proposer(0, "adopts nothing", ProposerMistakes::adoptsNothing),
        of(
                0,
                "proposes what nobody submitted",
                plan -> plan.codecs(clock -> ProposerMistakes.proposesWhatNobodySubmitted()))
            .foundBy("OnlySubmittedIsApplied: slot .* nobody submitted"),
        of(
            20,
            "phase 2 after a part of phase 1",
            plan ->
                plan.casting(Castings.proposer(ProposerMistakes::takesTheFirstPageForAll))
                    .settings("synod.acceptor.page = 1 KiB")));
  }

  private static List<Mistake> ofAcceptors() {
    return List.of(
        acceptor(4, "acceptor demands the equal value", AcceptorMistakes::demandsEqualValue)
            .shownBy("AnotherValueIsTaken"),
        acceptor(5, "accept does not raise the promise", AcceptorMistakes::acceptDoesNotPromise)
            .foundBy("PromiseKept: .* its promise stays at"),
        acceptor(6, "accepts only above the promise", AcceptorMistakes::onlyAboveThePromise),
        acceptor(7, "answers before the sync", AcceptorMistakes::answersBeforeItPersists)
            .foundBy("RememberedBeforeSaid: .* has promised"),
        acceptor(8, "promise in memory only", AcceptorMistakes::forgetsItsPromiseOnRestart)
            .foundBy("PromiseKept: .* lowers its promise"),
        acceptor(9, "one variable for promise and vote", AcceptorMistakes::oneVariable)
            .shownBy("PromisesAreNoVotes"),
        acceptor(16, "marks whatever it voted for", AcceptorMistakes::marksWhateverItVotedFor)
            .shownBy("CommitIndexNeedsMatchingBallot"),
        acceptor(0, "accepts below its promise", AcceptorMistakes::acceptsBelowItsPromise)
            .foundBy("PromiseKept: .* after it has promised"),
        acceptor(0, "writes another value", AcceptorMistakes::writesAnotherValue)
            .foundBy("OneChosenValue: .* has two values|.*one ballot has two values for a slot"),
        acceptor(0, "acknowledges votes that it loses", AcceptorMistakes::losesVotes)
            .foundBy("RememberedBeforeSaid: .* has accepted slot"));
  }

  private static List<Mistake> ofLearners() {
    return List.of(
        learner(11, "one vote counted twice", LearnerMistakes::countsOneVoteTwice)
            .foundBy("OnlyChosenIsApplied: "),
        learner(14, "votes of different ballots", LearnerMistakes::countsVotesOfOtherBallots)
            .shownBy("VotesOfOneBallotCount"),
        learner(16, "own votes taken for chosen", LearnerMistakes::takesItsOwnVotesForChosen)
            .shownBy("CommitIndexNeedsMatchingBallot"),
        learner(17, "gaps skipped", LearnerMistakes::skipsGaps).foundBy("AppliedInOrder: "),
        learner(25, "reads because it leads", LearnerMistakes::readsBecauseItLeads),
        learner(26, "reads before the barrier", LearnerMistakes::readsBeforeTheBarrier)
            .shownBy("ReadIndexNeedsBarrier"),
        learner(27, "who has confirmed a read has all", LearnerMistakes::confirmedOnceIsAlways)
            .shownBy("OldHeartbeatDoesNotConfirm"),
        learner(27, "answers of old rounds count", LearnerMistakes::countsAnswersOfOldRounds)
            .shownBy("OldHeartbeatDoesNotConfirm"),
        learner(37, "majority of the living", LearnerMistakes::countsAMajorityOfTheLiving));
  }

  private static List<Mistake> ofReads() {
    return List.of(
        acceptor(28, "reads only what is known", AcceptorMistakes::namesOnlyWhatItKnowsToBeChosen)
            .foundBy("ReadsKeepTheirPromise: .* Quorum"),
        learner(29, "lease counts from its grant", LeaseMistakes::countsFromTheAnswer)
            .shownBy("LeaseCountsFromTheQuestion"),
        learner(0, "clocks that go alike", LeaseMistakes::deductsNoDrift)
            .shownBy("LeaseDriftWithinBound"),
        acceptor(30, "lease forgotten at restart", AcceptorMistakes::forgetsItsGrants)
            .shownBy("LeaseGrantorRestart"),
        learner(31, "lease by a clock that is set back", LeaseMistakes::goesByTheWallClock)
            .shownBy("LeaseServesAlone"),
        learner(32, "lease kept through epochs", LeaseMistakes::keepsItThroughEpochs)
            .shownBy("LeaseDropsBeforeStopSign"));
  }

  private static List<Mistake> ofSnapshots() {
    return List.of(
        proposer(19, "truncated is empty", ProposerMistakes::takesTruncatedForEmpty),
        acceptor(0, "drops what no snapshot covers", SnapshotMistakes::dropsWhatNoSnapshotCovers)
            .foundBy("OnlyCoveredIsDropped: "),
        acceptor(21, "the suffix goes with the log", SnapshotMistakes::dropsTheSuffix),
        acceptor(21, "the promise goes with the log", SnapshotMistakes::lowersThePromise),
        learner(0, "tells of snapshots too early", SnapshotMistakes::overstatesItsSnapshot)
            .foundBy("RememberedBeforeSaid: .* its snapshot covers slot"),
        learner(0, "tells of execution too early", SnapshotMistakes::overstatesWhatItHasExecuted)
            .foundBy("RememberedBeforeSaid: .* it has executed through slot"),
        of(22, "sessions are not in the snapshot", SnapshotMistakes.forgetsTheSessions()));
  }

  private static List<Mistake> ofMembers() {
    return List.of(
        learner(
                34,
                "used before it is chosen",
                MembershipMistakes::usesAConfigurationBeforeItIsChosen)
            .foundBy("OnlyChosenIsApplied: .* applies"),
        proposer(33, "members taken from a view", MembershipMistakes::takesItsViewForTheMembers),
        learner(36, "voter without the state", MembershipMistakes::claimsToHoldTheLog)
            .shownBy("LearnerMustCatchUp")
            .foundBy("n4 is promoted though it lags"),
        acceptor(38, "witness without the values", MembershipMistakes::keepsNoValues)
            .shownBy("WitnessRecoversValue")
            .foundBy("OneChosenValue: "),
        proposer(0, "proposes behind the stop-sign", MembershipMistakes::proposesBehindTheStopSign)
            .foundBy("OneLeaderPerBallot: .* behind its stop-sign"),
        acceptor(0, "void votes enter phase 1", MembershipMistakes::keepsVoidVotes)
            .shownBy("StopSignVoidsLaterSlots")
            .foundBy("PromiseKept: .* of another epoch"),
        of(
                0,
                "a disk that was set back votes",
                plan -> plan.casting(Castings.vouchingForThemselves()))
            .shownBy("SetBackDiskRefused"),
        of(
                0,
                "votes before it is vouched for",
                plan -> plan.casting(Castings.votingBeforeItIsVouchedFor()))
            .foundBy("LostDiskIsSilent: "));
  }

  private static List<Mistake> ofOthers() {
    return List.of(
        elector(39, "any message is a sign of life", ElectorMistakes::anyMessageIsASignOfLife),
        elector(39, "nothing is a sign of life", ElectorMistakes::nothingIsASignOfLife)
            .shownBy("CalmGroupKeepsItsLeader"),
        elector(0, "campaigns without a pre-vote", ElectorMistakes::asksNobody)
            .shownBy("ReturnUnseatsNobody"),
        elector(0, "supports whoever asks", ElectorMistakes::supportsAnybody)
            .shownBy("ChainedNoFlap")
            .foundBy("more than 2 changes of leader"),
        elector(0, "leads without a quorum", ElectorMistakes::leadsWithoutAQuorum)
            .shownBy("QuorumLossPartial"),
        elector(0, "leads while its disk hangs", ElectorMistakes::ignoresItsDisk)
            .shownBy("HungDiskLeader"),
        elector(40, "next round at once", ElectorMistakes::triesAgainAtOnce)
            .foundBy("CalmBallots: "),
        of(
                22,
                "what was done is forgotten",
                plan -> plan.codecs(clock -> ReplicaMistakes.forgetsWhatWasDone()))
            .foundBy("AppliedOnce: "),
        of(
                0,
                "a batch is applied backwards",
                plan -> plan.codecs(clock -> ReplicaMistakes.readsBatchesBackwards()))
            .foundBy("AppliedOnce: .* is not chosen or was applied before"),
        of(0, "acknowledges another slot", Castings.acknowledgingAnotherSlot())
            .foundBy("OnlySubmittedIsApplied: .* is acknowledged for slot"),
        of(0, "answers behind the token", Castings.forgettingTokens())
            .foundBy("ReadsKeepTheirPromise: .* AtLeast"),
        of(0, "names a slot that it has not applied", Castings.namingAnotherSlot())
            .foundBy("ReadsKeepTheirPromise: .* two answers"),
        of(
                35,
                "wiped node reuses its id",
                plan -> plan.casting(Castings.takingNamesForDisks()).spares(0))
            .foundBy("LostDiskIsSilent: "),
        of(
                23,
                "sessions expire by the local clock",
                plan -> plan.codecs(ReplicaMistakes::expiresByItsOwnClock))
            .shownBy("SessionsExpireByLogTime"),
        machine(24, "apply looks around", Quirk.LOOKS_AROUND).foundBy("SameStateHash: "),
        machine(47, "exceptions swallowed on one replica", Quirk.SWALLOWS)
            .foundBy("SameStateHash: "),
        of(RENUMBERING, "retries under a new number", plan -> plan));
  }
}
