package dev.synod.acceptor;

import static dev.synod.acceptor.Given.EMPTY;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.N3;
import static dev.synod.acceptor.Given.after;
import static dev.synod.acceptor.Given.ballot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Mail in any order, doubled and late, as a network and a sound set of members may bring it: from
 * round {@code 1 + slot / 4} on every ballot proposes the value that is chosen for the slot, and
 * only earlier ballots propose others.
 */
class AcceptorPropertyTest {
  /** The latest of what is chosen, which is the number of its characters. */
  private static final long LOG_TIME = chosen(10).length();

  /** Given.decide has the laws: an event leads where its decision meant to, nothing goes down. */
  @Property
  void journalsTellWhatWasDecided(@ForAll("piles") List<List<Request>> piles) {
    AcceptorState state = EMPTY;
    List<AcceptorEvent> journal = new ArrayList<>();
    for (List<Request> pile : piles) {
      Decision decision = Given.decide(state, pile, 200);
      state = after(state, decision);
      decision.remember().ifPresent(journal::add);
    }

    AcceptorState replayed = EMPTY;
    for (AcceptorEvent event : journal) {
      replayed = replayed.after(event);
    }

    assertThat(replayed).isEqualTo(state);
    for (long slot = state.truncatedTo() + 1; slot <= state.chosenThrough(); slot++) {
      assertThat(state.chosenAt(slot)).contains(Given.value(chosen(slot)));
    }
    for (int lost = 1; lost < journal.size(); lost++) {
      requireRecovered(journal, lost, state);
    }
  }

  /** Rule A8: without the events that may be deleted it is the same acceptor, without more none. */
  private static void requireRecovered(List<AcceptorEvent> journal, int lost, AcceptorState whole) {
    AcceptorState replayed = EMPTY;
    for (AcceptorEvent event : journal.subList(lost, journal.size())) {
      replayed = replayed.after(event);
    }
    AcceptorState suffix = replayed;
    if (lost <= whole.cut().events()) {
      assertThat(Given.uncounted(suffix.recovered(journal.size())))
          .isEqualTo(Given.uncounted(whole));
    } else {
      assertThatThrownBy(() -> suffix.recovered(journal.size()))
          .isInstanceOf(Invariant.Breach.class)
          .hasMessageContaining("rule A8 is broken");
    }
  }

  /** How mail falls into piles is chance: the acceptor ends up the same. */
  @Property
  void onePileOrManyLeadToTheSameState(@ForAll("piles") List<List<Request>> piles) {
    List<Request> mail = piles.stream().flatMap(List::stream).toList();
    AcceptorState single = EMPTY;
    for (Request request : mail) {
      single = after(single, Given.decide(single, List.of(request), 200));
    }

    AcceptorState together = after(EMPTY, Given.decide(EMPTY, mail, 200));

    assertThat(Given.uncounted(together)).isEqualTo(Given.uncounted(single));
  }

  @Provide
  Arbitrary<List<List<Request>>> piles() {
    return requests().list().ofMaxSize(8).list().ofMaxSize(12);
  }

  private static Arbitrary<Request> requests() {
    Arbitrary<Ballot> ballots =
        Combinators.combine(Arbitraries.longs().between(1, 4), Arbitraries.of(N1, N2, N3))
            .as((Long round, MemberId member) -> ballot(round, member));
    Arbitrary<Long> slots = Arbitraries.longs().between(1, 12);
    Arbitrary<Request> prepare =
        Combinators.combine(ballots, slots).as((ballot, slot) -> Given.prepare(ballot, slot));
    Arbitrary<Request> accept =
        Combinators.combine(ballots, slots)
            .as((ballot, slot) -> Given.accept(ballot, slot, proposal(ballot, slot)));
    Arbitrary<Request> choose =
        Combinators.combine(ballots, slots)
            .as((ballot, slot) -> Given.choose(ballot, Math.min(slot, 4 * ballot.round() - 1)));
    Arbitrary<Request> learned =
        Combinators.combine(slots, Arbitraries.longs().between(0, 4))
            .as((slot, more) -> Given.learned(slot, range(slot, slot + more)));
    Arbitrary<Request> asked =
        Combinators.combine(ballots, slots)
            .as(
                (ballot, slot) ->
                    slot % 2 == 0
                        ? Given.from(N2, new Confirm(ballot, slot))
                        : Given.from(N2, new CatchUp(slot)));
    Arbitrary<Request> release =
        Combinators.combine(slots, slots)
            .as((snapshot, needed) -> Given.release(snapshot, LOG_TIME, needed));
    return Arbitraries.oneOf(prepare, accept, accept, accept, choose, learned, asked, release);
  }

  private static String proposal(Ballot ballot, long slot) {
    return ballot.round() >= 1 + slot / 4 ? chosen(slot) : "loser " + ballot + " at " + slot;
  }

  private static String chosen(long slot) {
    return "chosen at " + slot;
  }

  private static String[] range(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(AcceptorPropertyTest::chosen)
        .toArray(String[]::new);
  }
}
