package dev.synod.replica;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Borrowers of a lender that has a bound, in virtual time: n1 lends, n2 is silent, mail takes a
 * millisecond, and timers go off every ten.
 */
class LendRateTest {
  private static final int RATE = 64 * 1024;
  private static final int PARTS = 50;
  private static final long TIMER = 10;
  private static final long TICK = 250;

  private final Map<MemberId, Borrowing> borrowers = new TreeMap<>();
  private final List<Letter> sent = new ArrayList<>();

  /** When each part has left. */
  private final List<Long> left = new ArrayList<>();

  private Lender lender = Lender.begin(Allowance.begin(OptionalLong.of(RATE), 0));
  private final Lending snapshot = snapshot(lender.allowance().part(128 << 10));
  private int askedElsewhere;
  private long now;

  private record Letter(MemberId from, Effect.Send send) {}

  @Test
  void manyPartsTakeAsLongAsTheRateSays() {
    borrow(1);

    assertThat(left).hasSize(PARTS);
    // Two parts' worth lies ready.
    assertThat(now).isBetween((PARTS - 2) * 125L, (PARTS - 2) * 125L + 2 * TIMER);
  }

  /** It is slow, not silent: nobody else need read its snapshot, too. */
  @Test
  void fourBorrowersShareItAndAskNobodyElse() {
    borrow(4);

    assertThat(left).hasSize(4 * PARTS);
    assertThat(now).isGreaterThanOrEqualTo((4 * PARTS - 2) * 125L);
    assertThat(askedElsewhere).isZero();
  }

  /** However many they are, and whomever they ask meanwhile: no part is lent twice. */
  @Test
  void moreBorrowersAskOthersTooButLoseNothing() {
    borrow(20);

    assertThat(left).hasSize(20 * PARTS);
    assertThat(askedElsewhere).isPositive();
  }

  /** Until all of them have it. */
  private void borrow(int count) {
    IntStream.range(3, 3 + count)
        .mapToObj(number -> new MemberId("n" + number))
        .forEach(id -> take(id, Borrowing.begin(List.of(N1, N2), 0, N1, now)));
    while (borrowers.values().stream().anyMatch(one -> !one.complete())) {
      assertThat(++now).as("virtual time").isLessThan(1_000_000);
      List<Letter> arriving = List.copyOf(sent);
      sent.clear();
      arriving.forEach(this::arrive);
      if (now % TIMER == 0) {
        lend(lender.onTime(now));
      }
      if (now % TICK == 0) {
        List.copyOf(borrowers.keySet()).forEach(id -> take(id, borrower(id).onTick(now)));
      }
    }
    assertThat(borrowers.values())
        .allSatisfy(one -> assertThat(one.whole()).contains(snapshot.whole()));
  }

  private void arrive(Letter letter) {
    MemberId to = letter.send().to();
    PaxosMessage message = letter.send().message();
    if (message instanceof SnapshotPart part) {
      take(to, borrower(to).with(letter.from(), part, now));
    } else if (to.equals(N1)) {
      lend(lender.asked(letter.from(), (FetchSnapshot) message, now));
    } else {
      askedElsewhere++;
    }
  }

  private void take(MemberId id, Step<Borrowing> step) {
    boolean whole = borrowers.containsKey(id) && borrower(id).complete();
    if (!whole) {
      borrowers.put(id, step.state());
      step.effects().forEach(effect -> sent.add(new Letter(id, (Effect.Send) effect)));
    }
  }

  private Borrowing borrower(MemberId id) {
    return Objects.requireNonNull(borrowers.get(id));
  }

  private void lend(Step<Lender> step) {
    lender = step.state();
    step.effects()
        .forEach(
            effect -> {
              left.add(now);
              sent.add(new Letter(N1, (Effect.Send) effect));
            });
    if (lender.wantsDisk()) {
      lend(lender.reads().found(Optional.of(snapshot), now));
    }
  }

  private static Lending snapshot(int partBytes) {
    byte[] state = new byte[PARTS * partBytes];
    return Lending.of(10, new Payload(42, "m", ByteString.copyFrom(state)), partBytes);
  }
}
