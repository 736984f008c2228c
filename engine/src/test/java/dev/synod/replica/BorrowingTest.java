package dev.synod.replica;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule G5: a snapshot that comes in parts is one member's, whole or not at all. */
class BorrowingTest {
  private static final Lending TEN = lending(10, "the first state of all");
  private static final Lending TWENTY = lending(20, "a later state, which is longer");

  private Step<Borrowing> step = Borrowing.begin(List.of(N2, N3), 0, N2, 0);
  private long now;

  @Test
  void asksForTheNewestAndThenForPartAfterPart() {
    assertAsked(N2, 0, 0);
    assertThat(hear(N2, TEN, 0).whole()).isEmpty();
    assertAsked(N2, 10, 8);
    assertThat(hear(N2, TEN, 8).whole()).isEmpty();
    assertAsked(N2, 10, 16);

    assertThat(hear(N2, TEN, 16).whole()).contains(TEN.whole());

    assertThat(step.effects()).isEmpty();
  }

  @Test
  void oneThatFitsIntoAPartIsWholeAtOnce() {
    Lending small = lending(10, "small");

    assertThat(hear(N2, small, 0).whole()).contains(small.whole());

    assertThat(step.effects()).isEmpty();
  }

  @Test
  void doubledLateAndEarlyPartsChangeNothing() {
    assertIgnored(N2, TEN, 8);
    hear(N2, TEN, 0);
    assertIgnored(N2, TEN, 0);
    assertIgnored(N2, TEN, 16);
    hear(N2, TEN, 8);
    assertIgnored(N2, TEN, 0);
    assertIgnored(N2, TEN, 8);

    assertThat(hear(N2, TEN, 16).whole()).contains(TEN.whole());
  }

  /** Nobody asked it; who is asked goes on. */
  @Test
  void partsOfAnotherMemberChangeNothingWhileTheSourceAnswers() {
    assertIgnored(N3, TWENTY, 0);
    hear(N2, TEN, 0);

    assertIgnored(N3, TEN, 8);
    assertIgnored(N3, TWENTY, 0);
  }

  /** The source has a newer one by now, and the older no more. */
  @Test
  void anotherSnapshotInTheMiddleIsBegunWithAtItsFirstPartOnly() {
    hear(N2, TEN, 0);
    assertIgnored(N2, TWENTY, 8);
    assertIgnored(N2, TWENTY, 16);

    hear(N2, TWENTY, 0);
    assertAsked(N2, 20, 8);
    assertIgnored(N2, TEN, 8);
    hear(N2, TWENTY, 8);
    hear(N2, TWENTY, 16);

    assertThat(hear(N2, TWENTY, 24).whole()).contains(TWENTY.whole());
  }

  @Test
  void silenceAsksTheNextMemberWhichGoesOnWithTheVerySnapshot() {
    hear(N2, TEN, 0);
    pass(Borrowing.PATIENCE - 1);
    assertThat(step.effects()).isEmpty();
    pass(1);
    assertAsked(N3, 10, 8);

    hear(N3, TEN, 8);
    assertAsked(N3, 10, 16);

    assertThat(hear(N3, TEN, 16).whole()).contains(TEN.whole());
  }

  @Test
  void silenceGoesRoundAllOthers() {
    hear(N2, TEN, 0);
    for (MemberId next : List.of(N3, N2, N3)) {
      pass(Borrowing.PATIENCE);
      assertAsked(next, 10, 8);
    }
  }

  /** Else all members would read theirs at once, and hold it in memory; mail may be lost, too. */
  @Test
  void whoMayHaveMuchToReadIsAskedForFiveSecondsBeforeTheNextIs() {
    for (MemberId silent : List.of(N2, N3, N2)) {
      for (int seconds = 0; seconds < 5; seconds++) {
        assertAsked(silent, 0, 0);
        pass(1000);
      }
    }
  }

  /** Each part counts as a sign of life. */
  @Test
  void patienceBeginsAnewWithEachPart() {
    pass(Borrowing.PATIENCE - 1);
    hear(N2, TEN, 0);
    pass(Borrowing.PATIENCE - 1);

    assertThat(step.effects()).isEmpty();
    pass(1);
    assertAsked(N3, 10, 8);
  }

  @Test
  void theNextMemberBeginsAnewWithAnotherSnapshot() {
    hear(N2, TEN, 0);
    for (int silence = 0; silence < 2 * Borrowing.LOYALTY; silence++) {
      pass(Borrowing.PATIENCE);
      assertIgnored(N3, TWENTY, 0);
    }
    pass(Borrowing.PATIENCE);

    hear(N3, TWENTY, 0);
    assertAsked(N3, 20, 8);
    hear(N3, TWENTY, 8);
    hear(N3, TWENTY, 16);

    assertThat(hear(N3, TWENTY, 24).whole()).contains(TWENTY.whole());
  }

  /** Rule G6 is broken, or a serializer writes equal states differently: no part fits any more. */
  @Test
  void bytesOfTheSameSlotThatDifferAreNeverPutTogether() {
    for (Lending other :
        List.of(lending(10, "THE FIRST STATE OF ALL"), lending(10, "shorter on"))) {
      step = Borrowing.begin(List.of(N2, N3), 0, N2, now);
      hear(N2, TEN, 0);
      pass(Borrowing.PATIENCE);
      assertAsked(N3, 10, 8);

      hear(N3, other, 8);
      assertAsked(N3, 0, 0);
      for (int offset = 0; offset < other.whole().bytes().size(); offset += 8) {
        hear(N3, other, offset);
      }

      assertThat(step.state().whole()).contains(other.whole());
    }
  }

  /** The same of one that ends before what is here does. */
  @Test
  void aShorterOneOfTheSameSlotIsBegunWithOnceItsLenderIsLost() {
    Lending shorter = lending(10, "short");
    hear(N2, TEN, 0);
    hear(N2, TEN, 8);
    for (int silence = 0; silence < 2 * Borrowing.LOYALTY; silence++) {
      pass(Borrowing.PATIENCE);
      assertIgnored(N3, shorter, 16);
    }
    pass(Borrowing.PATIENCE);

    assertThat(hear(N3, shorter, 16).whole()).contains(shorter.whole());
  }

  /** It has much to read before it can lend: else its answer would always be that of yesterday. */
  @Test
  void anAnswerThatTakesLongerThanPatienceIsStillWelcome() {
    passUntilTheNextIsAsked();
    assertAsked(N3, 0, 0);

    hear(N2, TEN, 0);
    assertAsked(N2, 10, 8);

    assertIgnored(N3, TWENTY, 0);
    hear(N2, TEN, 8);
    assertThat(hear(N2, TEN, 16).whole()).contains(TEN.whole());
  }

  /** Rule G4: what the own replica has applied is not gone back behind. */
  @Test
  void aSnapshotThatIsNotAheadIsNoAnswer() {
    step = Borrowing.begin(List.of(N2, N3), 10, N2, 0);
    assertIgnored(N2, TEN, 0);
    passUntilTheNextIsAsked();
    assertAsked(N3, 0, 0);

    hear(N3, TWENTY, 0);
    assertAsked(N3, 20, 8);
  }

  @Test
  void itIsHopelessOnceAllWereSilentForManyRounds() {
    for (int silence = 1; silence < 2 * Borrowing.QUESTIONS; silence++) {
      pass(Borrowing.PATIENCE);
      assertThat(step.state().hopeless()).isFalse();
    }
    pass(Borrowing.PATIENCE);
    assertThat(step.state().hopeless()).isTrue();

    assertThat(hear(N2, TEN, 0).hopeless()).isFalse();
  }

  /** There is nobody else to ask. */
  @Test
  void aGroupOfTwoAsksTheOnlyOtherAgain() {
    step = Borrowing.begin(List.of(N1), 0, N1, 0);
    hear(N1, TEN, 0);
    pass(Borrowing.PATIENCE);
    assertAsked(N1, 10, 8);
    pass(Borrowing.PATIENCE);
    assertAsked(N1, 10, 8);

    hear(N1, TEN, 8);
    assertIgnored(N1, TEN, 8);

    assertThat(hear(N1, TEN, 16).whole()).contains(TEN.whole());
  }

  private Borrowing hear(MemberId from, Lending lending, long offset) {
    SnapshotPart part = lending.part(new FetchSnapshot(lending.slot(), offset, 0));
    step = step.state().with(from, part, now);
    return step.state();
  }

  private void assertIgnored(MemberId from, Lending lending, long offset) {
    Borrowing before = step.state();

    assertThat(hear(from, lending, offset)).isEqualTo(before);

    assertThat(step.effects()).isEmpty();
  }

  private void passUntilTheNextIsAsked() {
    for (int question = 0; question < Borrowing.READING; question++) {
      pass(Borrowing.PATIENCE);
    }
  }

  private void pass(long millis) {
    now += millis;
    step = step.state().onTick(now);
  }

  private void assertAsked(MemberId whom, long slot, long offset) {
    assertThat(step.effects())
        .containsExactly(
            new Effect.Send(whom, new FetchSnapshot(slot, offset, step.state().above())));
  }

  private static Lending lending(long slot, String state) {
    return Lending.of(slot, new Payload(42, "m", ByteString.copyFromUtf8(state)), 8);
  }
}
