package dev.synod.replica;

import static dev.synod.replica.Given.N2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.MemberId;
import dev.synod.settings.SynodSettings.ReplicaSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.ReadSnapshot;
import org.apache.pekko.persistence.testkit.SnapshotOperation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Rule G5: what a member lends of its disk. */
class ExchangeLendsTest extends ExchangeScene {
  private static final MemberId N3 = new MemberId("n3");

  private final AtomicLong reads = new AtomicLong();

  @Test
  void lendsTheNewestThatTheStoreHas() {
    stored(10);
    stored(20);
    Lending newest = lending(20);
    assertThat(newest.whole().bytes().size()).isBetween(2049, 3072);

    for (long offset : new long[] {0, 1024, 2048}) {
      fetch(N2, offset == 0 ? 0 : 20, offset);
      expectPart(N2, newest, offset);
    }
  }

  /** The disk is read once, however many parts there are. */
  @Test
  void lendsFromMemoryWhileItIsAskedAgain() {
    countReads();
    kept(10);
    Lending lending = lending(10);
    fetch(N2, 0, 0);
    expectPart(N2, lending, 0);

    for (MemberId asker : new MemberId[] {N2, N3}) {
      for (long offset : new long[] {1024, 2048, 0}) {
        fetch(asker, 10, offset);
        expectPart(asker, lending, offset);
      }
    }

    assertThat(reads).hasValue(1);
  }

  /** Each question comes when there is a newer one; none of them makes the other begin anew. */
  @Test
  void lendsTwoBorrowersOneWholeSnapshotWhileNewerOnesAreSaved() {
    countReads();
    kept(10);
    Lending lending = lending(10);
    long newer = 10;
    for (long offset = 0; offset < lending.whole().bytes().size(); offset += 1024) {
      for (MemberId asker : new MemberId[] {N2, N3}) {
        fetch(asker, offset == 0 ? 0 : 10, offset);
        expectPart(asker, lending, offset);
        kept(++newer);
      }
    }

    assertThat(reads).hasValue(1);
    peers.expectNoMessage(Duration.ZERO);
  }

  @Test
  void lendsTheNewestBesideItToWhomItDoesNotLeadOn() {
    kept(10);
    fetch(N2, 0, 0);
    expectPart(N2, lending(10), 0);
    kept(20);

    fetch(N3, 0, 0, 10);
    expectPart(N3, lending(20), 0);
    fetch(N2, 10, 1024);
    expectPart(N2, lending(10), 1024);
    fetch(N3, 20, 1024, 10);
    expectPart(N3, lending(20), 1024);
  }

  /** The very one that a borrower has begun with at another member. */
  @Test
  void lendsOfItsOwnWhatItHasJustBorrowed() {
    kept(10);
    fetch(N2, 0, 0);
    expectPart(N2, lending(10), 0);
    borrow(lending(50));
    replica.expectMessageClass(Exchange.Installed.class);

    fetch(N3, 50, 1024);

    expectPart(N3, lending(50), 1024);
  }

  @Test
  void answersAllThatAskWhileItReads() {
    kept(10);
    fetch(N2, 0, 0);
    fetch(N3, 10, 1024);

    expectPart(N2, lending(10), 0);
    expectPart(N3, lending(10), 1024);
  }

  @Test
  void lendsTheFirstOneAsSoonAsThereIsOne() {
    countReads();
    fetch(N2, 0, 0);
    Awaitility.await().until(() -> reads.get() == 1);

    kept(10);

    expectPart(N2, lending(10), 0);
  }

  @Test
  void goesOnIfTheStoreFails() {
    kept(10);
    store.failNextRead(new IllegalStateException("no disk today"));
    warned("the newest snapshot can't be read to be lent to [n2]", () -> fetch(N2, 0, 0));

    fetch(N3, 0, 0);

    expectPart(N3, lending(10), 0);
  }

  /** Whoever has begun with it can end with it, and for others it is better than nothing. */
  @Test
  void lendsWhatIsInMemoryThoughTheStoreFails() {
    kept(10);
    fetch(N2, 0, 0);
    expectPart(N2, lending(10), 0);
    kept(20);
    store.failNextRead(new IllegalStateException("no disk today"));
    warned("no disk today", () -> fetch(N3, 20, 1024));
    expectPart(N3, lending(10), 0);
    store.clearAll();

    fetch(N2, 10, 1024);

    expectPart(N2, lending(10), 1024);
  }

  /** What does not lead the asker on is not lent; it gets the newer one without asking again. */
  @Test
  void hasANewOneTakenForWhomTheNewestDoesNotLeadOn() {
    kept(10);

    fetch(N2, 0, 0, 10);

    replica.expectMessageClass(Replica.TakeSnapshot.class);
    kept(20);
    expectPart(N2, lending(20), 0);
  }

  @Test
  void hasTheFirstOneTakenForWhomTheLogDoesNotLeadOn() {
    fetch(N2, 0, 0, 0);

    replica.expectMessageClass(Replica.TakeSnapshot.class);
  }

  /** Whoever asks in vain again and again must not keep this member busy. */
  @Test
  void takesNoNewOneSoonAgain() {
    kept(10);
    fetch(N2, 0, 0, 10);
    replica.expectMessageClass(Replica.TakeSnapshot.class);
    clock.addAndGet(Exchange.RENEWAL - 1);
    fetch(N3, 0, 0, 10);
    fetch(N3, 0, 0, 0);
    expectPart(N3, lending(10), 0);
    replica.expectNoMessage(Duration.ZERO);
    clock.addAndGet(1);

    fetch(N3, 0, 0, 10);

    replica.expectMessageClass(Replica.TakeSnapshot.class);
  }

  /** Two parts may leave at once, then one in 125 ms; whose turn it is, is told by the clock. */
  @Test
  void lendsNoFasterThanItMay() {
    ReplicaSettings settings =
        new ReplicaSettings(Optional.empty(), 1, 1024, OptionalLong.of(8 * 1024));
    exchange = spawn(STORE, Given.with(settings));
    kept(10);
    fetch(N2, 0, 0);
    expectPart(N2, lending(10), 0);
    fetch(N2, 10, 1024);
    expectPart(N2, lending(10), 1024);

    fetch(N2, 10, 0);
    fetch(N3, 0, 0, 10);

    replica.expectMessageClass(Replica.TakeSnapshot.class);
    peers.expectNoMessage(Duration.ZERO);
    clock.addAndGet(125);
    expectPart(N2, lending(10), 0);
  }

  private void countReads() {
    ProcessingPolicy<SnapshotOperation> counting =
        (id, operation) -> {
          if (operation instanceof ReadSnapshot) {
            reads.incrementAndGet();
          }
          return ProcessingSuccess.getInstance();
        };
    var unused = store.withPolicy(counting);
  }
}
