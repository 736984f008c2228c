package dev.synod.acceptor;

import static dev.synod.acceptor.Given.EMPTY;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.N3;
import static dev.synod.acceptor.Given.accept;
import static dev.synod.acceptor.Given.after;
import static dev.synod.acceptor.Given.decide;
import static dev.synod.acceptor.Given.learned;
import static dev.synod.acceptor.Given.post;
import static dev.synod.acceptor.Given.prepare;
import static dev.synod.acceptor.Given.send;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LearnerNotice.Voted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage.Nack;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every combination of a ballot's relation to the promise (in round and in member), what a slot
 * holds, and what is asked. The promise is 5.n2; slot 2 is chosen, slot 3 has a vote under the
 * promise, slot 4 one under an older ballot, slot 5 none.
 */
class AcceptorRelationsTest {
  private static final Ballot PROMISED = Given.ballot(5, N2);
  private static final Ballot OLDER = Given.ballot(3, N3);
  private static final AcceptorState STATE =
      after(
          EMPTY,
          learned(1, "first", "held"),
          accept(OLDER, 4, "held"),
          accept(PROMISED, 3, "held"));

  enum Relation {
    ROUND_BELOW(4, "n3"),
    MEMBER_BELOW(5, "n1"),
    EQUAL(5, "n2"),
    MEMBER_ABOVE(5, "n3"),
    ROUND_ABOVE(6, "n1");

    private final long round;
    private final String member;

    Relation(long round, String member) {
      this.round = round;
      this.member = member;
    }

    Ballot ballot() {
      return Given.ballot(round, new MemberId(member));
    }

    boolean isBelow() {
      return this == ROUND_BELOW || this == MEMBER_BELOW;
    }

    boolean isAbove() {
      return this == MEMBER_ABOVE || this == ROUND_ABOVE;
    }
  }

  enum Slot {
    CHOSEN(2),
    VOTED_UNDER_PROMISE(3),
    VOTED_UNDER_OLDER(4),
    EMPTY_SLOT(5);

    private final long number;

    Slot(long number) {
      this.number = number;
    }
  }

  record Case(Relation relation, Slot slot, boolean sameValue) {
    String text() {
      return sameValue ? "held" : "other";
    }

    /** The slot has a vote under exactly this ballot. */
    boolean doubled() {
      return slot == Slot.VOTED_UNDER_PROMISE && relation == Relation.EQUAL;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Relation.values())
        .flatMap(
            relation ->
                Stream.of(Slot.values())
                    .flatMap(
                        slot ->
                            Stream.of(true, false).map(same -> new Case(relation, slot, same))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void acceptDependsOnBallotAndSlotAlone(Case given) {
    Ballot ballot = given.relation().ballot();
    long slot = given.slot().number;
    Request accept = accept(ballot, slot, given.text());

    if (given.relation().isBelow()) {
      requireRefused(ballot, decide(STATE, accept));
    } else if (given.slot() == Slot.CHOSEN) {
      requireChosenStays(given, decide(STATE, accept));
    } else if (given.doubled() && !given.sameValue()) {
      assertThatThrownBy(() -> STATE.decide(List.of(accept), Given.terms(Given.PAGE)))
          .isInstanceOf(Invariant.Breach.class);
    } else if (given.doubled()) {
      requireOnlyAcknowledged(ballot, slot, decide(STATE, accept));
    } else {
      requireVote(vote(slot, ballot, given.text()), decide(STATE, accept));
    }
  }

  private static void requireRefused(Ballot ballot, Decision decision) {
    assertThat(decision.remember()).isEmpty();
    assertThat(decision.say()).containsExactly(send(ballot.member(), new Nack(ballot, PROMISED)));
  }

  private static void requireChosenStays(Case given, Decision decision) {
    Ballot ballot = given.relation().ballot();
    AcceptorState after = after(STATE, decision);
    Ballot promise = given.sameValue() ? ballot : PROMISED;

    assertThat(after.promised()).isEqualTo(promise);
    assertThat(after.log().values()).isEqualTo(STATE.log().values());
    assertThat(after.votes()).isEqualTo(STATE.votes());
    if (given.sameValue()) {
      assertThat(decision.say()).contains(send(ballot.member(), new Accepted(ballot, List.of(2L))));
    } else {
      assertThat(decision.say()).isEmpty();
    }
  }

  private static void requireOnlyAcknowledged(Ballot ballot, long slot, Decision decision) {
    assertThat(decision.remember()).isEmpty();
    assertThat(decision.say())
        .containsExactly(send(ballot.member(), new Accepted(ballot, List.of(slot))));
  }

  private static void requireVote(SlotVote vote, Decision decision) {
    AcceptorState after = after(STATE, decision);

    assertThat(decision.remember().orElseThrow().votes()).containsExactly(vote);
    assertThat(after.promised()).isEqualTo(vote.ballot());
    assertThat(after.votes()).isEqualTo(STATE.votes().plus(vote.slot(), vote));
    assertThat(decision.say())
        .containsExactly(
            send(vote.ballot().member(), new Accepted(vote.ballot(), List.of(vote.slot()))),
            post(new Voted(List.of(vote), 2, 5)));
  }

  @ParameterizedTest
  @EnumSource
  void prepareDependsOnTheBallotAlone(Relation relation) {
    for (long from = 1; from <= 6; from++) {
      Decision decision = decide(STATE, prepare(relation.ballot(), from));

      if (relation.isBelow()) {
        requireRefused(relation.ballot(), decision);
      } else {
        requirePromise(relation, from, decision);
      }
    }
  }

  private static void requirePromise(Relation relation, long from, Decision decision) {
    Ballot ballot = relation.ballot();
    List<Value> chosen =
        STATE.log().values().subList((int) Math.min(2, from - 1), STATE.log().values().size());
    List<SlotVote> votes =
        STATE.votes().values().stream().filter(vote -> vote.slot() >= from).toList();
    List<Effect> said = new ArrayList<>();
    said.add(send(ballot.member(), new Promise(ballot, from, 2, chosen, votes, 0, 0)));
    if (relation.isAbove()) {
      said.add(post(new Voted(List.of(), 2, 5)));
    }

    assertThat(decision.say()).isEqualTo(said);
    assertThat(decision.remember().isPresent()).isEqualTo(relation.isAbove());
    assertThat(after(STATE, decision).promised()).isEqualTo(ballot);
    assertThat(after(STATE, decision).votes()).isEqualTo(STATE.votes());
  }

  @ParameterizedTest
  @EnumSource
  void confirmChangesNothing(Relation relation) {
    Decision decision = decide(STATE, Given.from(N1, new Confirm(relation.ballot(), 4)));

    Optional<Effect> answer =
        relation.isAbove()
            ? Optional.empty()
            : Optional.of(
                relation.isBelow()
                    ? send(N1, new Nack(relation.ballot(), PROMISED))
                    : send(N1, new Confirmed(relation.ballot(), 4, 0)));
    assertThat(decision.say()).isEqualTo(answer.stream().toList());
    assertThat(decision.remember()).isEmpty();
  }

  /** Rule C2 for every ballot and length: the prefix ends at the first vote that does not match. */
  @ParameterizedTest
  @EnumSource
  void chooseTakesOnlyWhatMatches(Relation relation) {
    for (long through = 0; through <= 6; through++) {
      AcceptorState after = after(STATE, Given.choose(relation.ballot(), through));

      boolean matches = relation == Relation.EQUAL && through >= 3;
      assertThat(after.chosenThrough()).isEqualTo(matches ? 3 : 2);
      assertThat(after.chosenAt(3))
          .isEqualTo(matches ? Optional.of(value("held")) : Optional.empty());
      assertThat(after.promised()).isEqualTo(PROMISED);
    }
  }
}
