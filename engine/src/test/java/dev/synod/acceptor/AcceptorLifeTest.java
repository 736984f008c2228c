package dev.synod.acceptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What an acceptor says over its whole life, one life for each seed: random piles of mail, late and
 * doubled. Ballots from round 3 on propose what is chosen; those below it propose losers, as
 * leaders do that were overtaken.
 */
class AcceptorLifeTest {
  private static final int SEEDS = 400;
  private static final int PILES = 15;
  private static final int SLOTS = 8;

  /** One pile of mail: what was before, what was asked, what was decided, what is then. */
  private record Turn(
      AcceptorState before, List<Request> asked, Decision said, AcceptorState then) {}

  /** Rules A2, A3: a pile is as good as its requests one by one. */
  @Test
  void aPileDecidesWhatItsRequestsWouldOneByOne() {
    forAllLives(
        piles -> {
          for (Turn pile : piles) {
            AcceptorState single = pile.before();
            List<PaxosMessage> sent = new ArrayList<>();
            for (Request request : pile.asked()) {
              Decision one = Given.decide(single, request);
              sent.addAll(sent(one));
              single = Given.after(single, one);
            }
            assertThat(pile.then().promised()).isEqualTo(single.promised());
            assertThat(pile.then().log().values()).isEqualTo(single.log().values());
            assertThat(pile.then().votes()).isEqualTo(single.votes());
            assertThat(pile.then().logTime()).isEqualTo(single.logTime());
            List<PaxosMessage> together = sent(pile.said());
            assertThat(together.stream().filter(m -> !(m instanceof Accepted)))
                .containsExactlyElementsOf(
                    sent.stream().filter(m -> !(m instanceof Accepted)).toList());
            assertThat(accepted(together)).isEqualTo(accepted(sent));
          }
        });
  }

  /** Rule L1: phase 1 under any higher ballot hears of everything that was ever accepted. */
  @Test
  void whatWasAcceptedIsReportedAsAVoteOrAsChosenForEver() {
    forAllLives(
        piles -> {
          Map<Long, Ballot> highest = new TreeMap<>();
          for (Turn pile : piles) {
            for (PaxosMessage message : sent(pile.said())) {
              if (message instanceof Accepted accepted) {
                accepted.slots().forEach(s -> highest.merge(s, accepted.ballot(), Ballot::max));
              }
            }
            Promise report = report(pile.then());
            highest.forEach((slot, ballot) -> requireReported(report, slot, ballot));
          }
        });
  }

  /**
   * Rules L1, L3: while a candidate fetches the pages, other leaders' votes turn out to be chosen.
   * Whatever was accepted under a lower ballot is on a page, as a vote or as chosen.
   */
  @Test
  void whatTurnsChosenBetweenTwoPagesIsOnOneOfThem() {
    forAllLives(
        piles -> {
          AcceptorState state = piles.get(piles.size() - 1).then();
          Ballot above = Given.ballot(state.promised().round() + 1, Given.N3);
          AcceptorState promised = Given.after(state, Given.prepare(above, 1));
          Set<Long> reported = new TreeSet<>();
          long next = 1;
          while (next > 0) {
            Promise page = Pages.promise(promised, new Prepare(above, next), 1);
            for (int i = 0; i < page.chosen().size(); i++) {
              reported.add(page.from() + i);
            }
            page.votes().forEach(vote -> reported.add(vote.slot()));
            next = page.next();
            long unchosen = promised.chosenThrough() + 1;
            if (unchosen <= SLOTS) {
              promised = Given.after(promised, Given.learned(unchosen, winner(unchosen)));
            }
          }
          assertThat(reported).containsAll(state.votes().keySet());
        });
  }

  private static Promise report(AcceptorState state) {
    Ballot above = Given.ballot(state.promised().round() + 1, Given.N3);
    return (Promise) sent(Given.decide(state, Given.prepare(above, 1))).get(0);
  }

  private static void requireReported(Promise report, long slot, Ballot ballot) {
    assertThat(report.next()).isZero();
    if (slot <= report.chosenThrough()) {
      assertThat(report.chosen().get((int) slot - 1))
          .isEqualTo(proposed(Given.ballot(3, Given.N1), slot));
    } else {
      SlotVote vote =
          report.votes().stream().filter(v -> v.slot() == slot).findFirst().orElseThrow();
      assertThat(vote.ballot()).isEqualTo(ballot);
      assertThat(vote.value()).isEqualTo(proposed(ballot, slot));
    }
  }

  /** What is said to members, without the posts to the own one. */
  private static List<PaxosMessage> sent(Decision decision) {
    return decision.say().stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).message())
        .toList();
  }

  private static Set<String> accepted(List<PaxosMessage> sent) {
    Set<String> pairs = new TreeSet<>();
    for (PaxosMessage message : sent) {
      if (message instanceof Accepted accepted) {
        accepted.slots().forEach(slot -> pairs.add(accepted.ballot() + " " + slot));
      }
    }
    return pairs;
  }

  private static void forAllLives(Consumer<List<Turn>> law) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        law.accept(live(new Random(seed)));
      } catch (RuntimeException | AssertionError broken) {
        throw new AssertionError("seed " + seed, broken);
      }
    }
  }

  private static List<Turn> live(Random dice) {
    List<Turn> piles = new ArrayList<>();
    AcceptorState state = Given.EMPTY;
    for (int i = 0; i < PILES; i++) {
      List<Request> asked = new ArrayList<>();
      for (int size = 1 + dice.nextInt(8); size > 0; size--) {
        asked.add(request(dice, 1 + i / 3));
      }
      Decision decision = state.decide(asked, Given.terms(Given.PAGE));
      AcceptorState then = Given.after(state, decision);
      piles.add(new Turn(state, asked, decision, then));
      state = then;
    }
    return piles;
  }

  /** Rounds go up with time, so that low ones come late now and then. */
  private static Request request(Random dice, int upToRound) {
    MemberId member = List.of(Given.N1, Given.N2, Given.N3).get(dice.nextInt(3));
    Ballot ballot = Given.ballot(Math.max(1, upToRound - dice.nextInt(3)), member);
    long slot = 1L + dice.nextInt(SLOTS);
    return switch (dice.nextInt(12)) {
      case 0, 1 -> Given.from(member, new Prepare(ballot, slot));
      case 2 -> Given.from(member, new AcceptorMessage.Confirm(ballot, dice.nextInt(9)));
      case 3 -> Given.from(member, new AcceptorMessage.CatchUp(slot));
      case 4, 5 -> Given.choose(ballot.round() < 3 ? Given.ballot(3, member) : ballot, slot);
      case 6 -> Given.learned(slot, winner(slot), winner(slot + 1), winner(slot + 2));
      default ->
          Given.from(member, new AcceptorMessage.Accept(ballot, slot, proposed(ballot, slot), 0));
    };
  }

  private static Value proposed(Ballot ballot, long slot) {
    return Given.value(ballot.round() < 3 ? "loser of " + ballot + " at " + slot : winner(slot));
  }

  private static String winner(long slot) {
    return "winner at " + slot;
  }
}
