package dev.synod.testkit.bugs;

import dev.synod.acceptor.AcceptorRules;
import dev.synod.node.Casting;
import dev.synod.shell.Seat;
import dev.synod.testkit.Simulation;
import dev.synod.testkit.bugs.Castings.Electing;
import dev.synod.testkit.bugs.Castings.Learning;
import dev.synod.testkit.bugs.Castings.Proposing;
import dev.synod.testkit.sim.Store;
import dev.synod.testkit.sim.Store.Quirk;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;

/**
 * A mistake that popular explanations of Paxos suggest, planted into one role of every member.
 *
 * @param number in the list of such mistakes; 0 if it is none of them
 */
record Mistake(
    int number, String what, UnaryOperator<Simulation<PSortedMap<String, String>>> plant) {

  @Override
  public String toString() {
    return number + " " + what;
  }

  private static Mistake of(int number, String what, Casting casting) {
    return new Mistake(number, what, sim -> sim.adjust(plan -> plan.casting(casting)));
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
    return new Mistake(
        number,
        what,
        sim ->
            sim.adjust(
                plan ->
                    plan.machines(member -> new Store(member.equals("n2") ? quirk : Quirk.NONE))));
  }

  /** Those that are found. */
  static List<Mistake> found() {
    return Stream.of(ofProposers(), ofAcceptors(), ofLearners(), ofOthers())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mistake> ofProposers() {
    return List.of(
        proposer(1, "accepts under the highest ballot seen", ProposerMistakes::highestSeenBallot),
        proposer(2, "any value, not the highest ballot's", ProposerMistakes::lowestBallotsValue),
        proposer(12, "ballot used again", ProposerMistakes::usesItsBallotAgain),
        proposer(13, "recovered under the old ballot", ProposerMistakes::proposesUnderTheOldBallot),
        proposer(15, "chosen by equal values", ProposerMistakes::infersChosenFromEqualValues),
        proposer(18, "gap filled without phase 1", ProposerMistakes::fillsGapsWithoutLooking),
        proposer(19, "what is not shown is empty", ProposerMistakes::takesTheChosenPrefixForEmpty),
        proposer(0, "adopts nothing", ProposerMistakes::adoptsNothing),
        new Mistake(
            20,
            "phase 2 after a part of phase 1",
            sim ->
                sim.adjust(
                    plan ->
                        plan.casting(Castings.proposer(ProposerMistakes::takesTheFirstPageForAll))
                            .settings("synod.acceptor.page = 1 KiB"))));
  }

  private static List<Mistake> ofAcceptors() {
    return List.of(
        acceptor(5, "accept does not raise the promise", AcceptorMistakes::acceptDoesNotPromise),
        acceptor(6, "accepts only above the promise", AcceptorMistakes::onlyAboveThePromise),
        acceptor(7, "answers before the sync", AcceptorMistakes::answersBeforeItPersists),
        acceptor(8, "promise in memory only", AcceptorMistakes::forgetsItsPromiseOnRestart),
        acceptor(9, "one variable for promise and vote", AcceptorMistakes::oneVariable),
        acceptor(0, "accepts below its promise", AcceptorMistakes::acceptsBelowItsPromise),
        acceptor(0, "acknowledges votes that it loses", AcceptorMistakes::losesVotes));
  }

  private static List<Mistake> ofLearners() {
    return List.of(
        learner(11, "one vote counted twice", LearnerMistakes::countsOneVoteTwice),
        learner(17, "gaps skipped", LearnerMistakes::skipsGaps),
        learner(25, "reads because it leads", LearnerMistakes::readsBecauseItLeads),
        learner(37, "majority of the living", LearnerMistakes::countsAMajorityOfTheLiving));
  }

  private static List<Mistake> ofOthers() {
    return List.of(
        elector(39, "any message is a sign of life", ElectorMistakes::anyMessageIsASignOfLife),
        elector(40, "next round at once", ElectorMistakes::triesAgainAtOnce),
        new Mistake(
            22,
            "what was done is forgotten",
            sim -> sim.adjust(plan -> plan.codecs(ReplicaMistakes::forgetsWhatWasDone))),
        machine(24, "apply looks around", Quirk.LOOKS_AROUND),
        machine(47, "exceptions swallowed on one replica", Quirk.SWALLOWS),
        new Mistake(48, "retries under a new number", Simulation::renumberRetries));
  }

  /** Those that no law has found yet: faults and laws must still grow until they do. */
  static List<Mistake> notYetFound() {
    return List.of(
        proposer(3, "highest slot's ballot for all", ProposerMistakes::highestSlotsBallotForAll),
        acceptor(4, "acceptor demands the equal value", AcceptorMistakes::demandsEqualValue),
        proposer(10, "stale promises counted", ProposerMistakes::countsStalePromises),
        learner(14, "votes of different ballots", LearnerMistakes::countsVotesOfOtherBallots),
        learner(16, "own votes taken for chosen", LearnerMistakes::takesItsOwnVotesForChosen),
        learner(26, "reads before the barrier", LearnerMistakes::readsBeforeTheBarrier),
        learner(27, "old answers confirm reads", LearnerMistakes::confirmsReadsWithOldAnswers),
        elector(39, "nothing is a sign of life", ElectorMistakes::nothingIsASignOfLife));
  }
}
