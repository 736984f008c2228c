package dev.synod.replica;

import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.Step;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rule G5: which snapshots a member lends while it saves new ones. */
class LenderTest {
  private static final MemberId N4 = new MemberId("n4");
  private static final Lending TEN = lending(10, "the first state of all");
  private static final Lending TWENTY = lending(20, "a later state, which is longer");
  private static final Lending THIRTY = lending(30, "the last state of all");

  private Step<Lender> step = Step.stay(Lender.begin(Allowance.begin(OptionalLong.empty(), 0)));
  private long now = 1_000_000;

  @Test
  void readsTheDiskOnceForAllThatAskMeanwhile() {
    ask(N2, 0, 0, 0);
    assertThat(state().wantsDisk()).isTrue();
    reads();
    ask(N3, 0, 0, 0);
    assertThat(state().wantsDisk()).isFalse();

    found(TEN);

    assertThat(step.effects()).containsExactly(part(N2, TEN, 0), part(N3, TEN, 0));
    assertThat(state().askers()).isEmpty();
  }

  /** Only the last question of a member counts; its place is that of the first. */
  @Test
  void answersTheNewestQuestionOfEach() {
    ask(N2, 0, 0, 0);
    reads();
    ask(N3, 0, 0, 0);
    ask(N2, 10, 8, 0);

    found(TEN);

    assertThat(step.effects()).containsExactly(part(N2, TEN, 8), part(N3, TEN, 0));
  }

  /** Else the second borrower would have the first begin anew. */
  @Test
  void lendsWhatIsBeingLentThoughThereIsANewerOne() {
    lend(N2, TEN);
    keep(20);

    ask(N3, 0, 0, 0);

    assertThat(step.effects()).containsExactly(part(N3, TEN, 0));
    assertThat(state().wantsDisk()).isFalse();
  }

  @Test
  void lendsTheNewerOneBesideItToWhomItDoesNotLeadOn() {
    lend(N2, TEN);
    keep(20);
    ask(N3, 0, 0, 10);
    assertThat(step.effects()).isEmpty();
    assertThat(state().wantsDisk()).isTrue();
    reads();

    found(TWENTY);

    assertThat(step.effects()).containsExactly(part(N3, TWENTY, 0));
    ask(N2, 10, 8, 0);
    assertThat(step.effects()).containsExactly(part(N2, TEN, 8));
    ask(N4, 0, 0, 0);
    assertThat(step.effects()).as("the newer of both").containsExactly(part(N4, TWENTY, 0));
  }

  /** It was begun with at another member; parts of that one fit. */
  @Test
  void readsTheVeryOneThatIsAskedFor() {
    lend(N2, TEN);
    keep(20);
    ask(N3, 20, 16, 0);
    assertThat(state().wantsDisk()).isTrue();
    reads();

    found(TWENTY);

    assertThat(step.effects()).containsExactly(part(N3, TWENTY, 16));
  }

  @Test
  void beginsWithWhatItHasWhereAnotherOneIsAskedFor() {
    lend(N2, TEN);

    ask(N3, 15, 16, 0);

    assertThat(step.effects()).containsExactly(part(N3, TEN, 0));
  }

  /** Memory: the third waits until one of two has not been asked for a while. */
  @Test
  void neverHoldsMoreThanTwo() {
    lend(N2, TEN);
    keep(20);
    ask(N3, 0, 0, 10);
    reads();
    found(TWENTY);
    keep(30);
    now += 1;
    ask(N3, 20, 8, 10);
    ask(N4, 0, 0, 20);
    assertThat(state().wantsDisk()).isFalse();
    assertThat(state().wantsNewer()).as("the disk has it").isFalse();
    ask(N4, 30, 8, 20);
    assertThat(state().wantsDisk()).isFalse();

    now += Lender.IDLE - 2;
    ask(N4, 0, 0, 20);
    assertThat(state().wantsDisk()).as("n2 may ask for the next part").isFalse();
    now += 1;
    ask(N4, 0, 0, 20);
    assertThat(state().loans()).extracting(loan -> loan.lending().slot()).containsExactly(20L);
    assertThat(state().wantsDisk()).isTrue();
    reads();
    found(THIRTY);
    assertThat(step.effects()).containsExactly(part(N4, THIRTY, 0));
  }

  @Test
  void forgetsWhatNobodyAsksForAndWhoDoesNotAskAgain() {
    lend(N2, TEN);
    ask(N3, 0, 0, 10);
    now += Lender.KEEP - 1;
    pass(0);
    assertThat(state().idle()).isFalse();

    pass(1);

    assertThat(state().idle()).isTrue();
    assertThat(state().wantsNewer()).isFalse();
  }

  @Test
  void eachPartKeepsIt() {
    lend(N2, TEN);
    now += Lender.KEEP - 1;
    ask(N2, 10, 8, 0);
    now += Lender.KEEP - 1;
    ask(N2, 10, 16, 0);

    assertThat(step.effects()).containsExactly(part(N2, TEN, 16));
  }

  /** It is answered as soon as the newer one is on the disk. */
  @Test
  void wantsANewerOneForWhomTheNewestDoesNotLeadOn() {
    ask(N2, 0, 0, 10);
    reads();
    found(TEN);
    assertThat(state().wantsNewer()).isTrue();
    assertThat(state().loans()).as("of use to nobody").isEmpty();
    assertThat(state().wantsDisk()).as("once more").isFalse();

    keep(20);
    assertThat(state().wantsNewer()).isFalse();
    assertThat(state().wantsDisk()).isTrue();
    reads();
    found(TWENTY);

    assertThat(step.effects()).containsExactly(part(N2, TWENTY, 0));
  }

  @Test
  void wantsTheFirstOneWhereThereIsNone() {
    ask(N2, 0, 0, 0);
    reads();
    step = state().found(Optional.empty(), now);

    assertThat(state().wantsDisk()).isFalse();
    assertThat(state().wantsNewer()).isTrue();
  }

  /** What was found is older than what was saved meanwhile. */
  @Test
  void readsAgainForWhomOnlyThatHelpsWhichCameMeanwhile() {
    ask(N2, 0, 0, 10);
    reads();
    keep(20);
    found(TEN);

    assertThat(state().wantsNewer()).isFalse();
    assertThat(state().wantsDisk()).isTrue();
  }

  @Test
  void lendsWhatIsInMemoryIfTheDiskFails() {
    lend(N2, TEN);
    keep(20);
    ask(N3, 20, 8, 0);
    ask(N4, 0, 0, 10);
    reads();

    step = state().unread().onTime(now);

    assertThat(step.effects()).containsExactly(part(N3, TEN, 0));
    assertThat(state().askers()).isEmpty();
    ask(N4, 0, 0, 10);
    assertThat(state().wantsDisk()).as("it may go well this time").isTrue();
  }

  private Lender state() {
    return step.state();
  }

  private void ask(MemberId who, long slot, long offset, long above) {
    step = state().asked(who, new FetchSnapshot(slot, offset, above), now);
  }

  private void reads() {
    step = Step.stay(state().reads());
  }

  private void found(Lending lending) {
    step = state().found(Optional.of(lending), now);
  }

  private void keep(long slot) {
    step = state().kept(slot).onTime(now);
  }

  private void pass(long millis) {
    now += millis;
    step = state().onTime(now);
  }

  /** It has begun to borrow this one, which is the newest. */
  private void lend(MemberId to, Lending lending) {
    ask(to, 0, 0, 0);
    reads();
    found(lending);
    assertThat(step.effects()).containsExactly(part(to, lending, 0));
  }

  private static Effect part(MemberId to, Lending of, long offset) {
    return new Effect.Send(to, of.part(new FetchSnapshot(of.slot(), offset, 0)));
  }

  private static Lending lending(long slot, String state) {
    return Lending.of(slot, new Payload(42, "m", ByteString.copyFromUtf8(state)), 8);
  }
}
