package dev.synod.decree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.decree.DecreeAcceptor.Answer;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Duelling proposers, with loss, doubling, delay and reordering: one value is chosen (rule C1). */
class DuelTest {
  private static final MemberId P1 = new MemberId("p1");
  private static final MemberId P2 = new MemberId("p2");

  /** An acceptor that has forgotten why it promised. */
  private static Answer<String> unchecked(
      DecreeAcceptor<String> state, DecreeRequest<String> request) {
    if (request instanceof Accept<String>) {
      Answer<String> answer =
          new DecreeAcceptor<>(Ballot.NONE, state.vote().filter(old -> below(old, request)))
              .receive(request);
      return new Answer<>(
          new DecreeAcceptor<>(state.promised().max(request.ballot()), answer.state().vote()),
          answer.reply());
    }
    return state.receive(request);
  }

  private static boolean below(Vote<String> vote, DecreeRequest<String> request) {
    return vote.ballot().below(request.ballot());
  }

  private static Duel duel(int acceptors, int election, int accepting, int rounds, boolean checks) {
    List<MemberId> ids =
        IntStream.rangeClosed(1, acceptors).mapToObj(i -> new MemberId("a" + i)).toList();
    return Duel.of(
        new Duel.Terms(
            new Quorum(ids, election),
            new Quorum(ids, accepting),
            rounds,
            checks ? DecreeAcceptor::receive : DuelTest::unchecked),
        2);
  }

  /** All of its futures, until one is found; how many worlds there are. */
  private static int search(Duel first, Predicate<Duel> wrong) {
    Set<Duel> seen = new HashSet<>(Set.of(first));
    Deque<Duel> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Duel duel = open.remove();
      if (wrong.test(duel)) {
        throw new AssertionError("after %d worlds: %s".formatted(seen.size(), duel));
      }
      duel.next().filter(seen::add).forEach(open::add);
    }
    return seen.size();
  }

  /** Rule C1; and the value is one that was proposed. */
  private static boolean disagrees(Duel duel) {
    try {
      return !List.of("p1", "p2").containsAll(duel.chosen().stream().toList());
    } catch (Invariant.Breach two) {
      return true;
    }
  }

  @Test
  void inAllFuturesOfTwoProposersOneValueIsChosen() {
    assertThat(search(duel(3, 2, 2, 1, true), DuelTest::disagrees)).isGreaterThan(10_000);
    assertThat(search(duel(2, 2, 1, 1, true), DuelTest::disagrees)).isGreaterThan(100);
    assertThat(search(duel(2, 1, 2, 1, true), DuelTest::disagrees)).isGreaterThan(100);
  }

  @Test
  void withoutThePromiseTheSearchFindsTwoValues() {
    Duel unsafe = duel(3, 2, 2, 1, false);

    assertThatThrownBy(() -> search(unsafe, DuelTest::disagrees))
        .isInstanceOf(AssertionError.class);
  }

  /**
   * The race of Paxos Made Simple, section 2.2: one proposer has a majority's promises, another
   * gets a majority's after it, and only then the first asks for votes.
   */
  @Test
  void ofTwoThatRaceTheSecondWinsAndTheFirstTakesItsValue() {
    Duel race = race(duel(3, 2, 2, 2, true));

    assertThat(race.chosen()).contains("p2");
    Duel again = promised(race.retry(P1).orElseThrow(), P1, "a1", "a2");
    assertThat(voted(again, P1, "a1", "a2").chosen()).contains("p2");
    assertThat(again.attempt(P1).proposed()).contains("p2");
  }

  @Test
  void withoutThePromiseOfTwoThatRaceBothWin() {
    Duel race = race(duel(3, 2, 2, 2, false));

    assertThatThrownBy(race::chosen).hasMessageContaining("p1 and p2 are chosen");
  }

  private static Duel race(Duel duel) {
    Duel both = promised(promised(duel, P1, "a1", "a2"), P2, "a2", "a3");
    return voted(voted(both, P1, "a1", "a2"), P2, "a2", "a3");
  }

  private static Duel promised(Duel duel, MemberId proposer, String... acceptors) {
    return told(duel, duel.attempt(proposer).prepare(), acceptors)
        .propose(proposer, Stream.of(acceptors).map(MemberId::new).toList());
  }

  private static Duel voted(Duel duel, MemberId proposer, String... acceptors) {
    return told(duel, duel.attempt(proposer).accept().orElseThrow(), acceptors);
  }

  private static Duel told(Duel duel, DecreeRequest<String> request, String... acceptors) {
    Duel next = duel;
    for (String acceptor : acceptors) {
      next = next.answer(new MemberId(acceptor), request);
    }
    return next;
  }

  /** Longer duels than can be searched. */
  @Test
  void inManyRoundsOneValueIsChosen() {
    int decided = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random chance = new Random(seed);
      Duel duel = duel(5, 3, 3, 6, true);
      for (int step = 0; step < 120; step++) {
        List<Duel> next = duel.next().toList();
        duel = next.isEmpty() ? duel : next.get(chance.nextInt(next.size()));
        assertThat(disagrees(duel)).as("seed %d, step %d: %s", seed, step, duel).isFalse();
      }
      decided += duel.chosen().isPresent() ? 1 : 0;
    }
    assertThat(decided).isGreaterThan(10);
  }
}
