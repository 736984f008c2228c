package dev.synod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rule G5: the parts make up the whole, and each says of what it is a part. */
class LendingTest {
  private static final int PART = 10;

  @Test
  void thePartsCoverTheWholeExactly() {
    for (int size = 1; size <= 3 * PART + 1; size++) {
      Lending lending = lending(size);
      ByteString bytes = ByteString.EMPTY;
      int parts = 0;
      while (bytes.size() < size) {
        SnapshotPart part = lending.part(new FetchSnapshot(7, bytes.size(), 0));
        assertThat(part.offset()).isEqualTo(bytes.size());
        assertThat(part.part().bytes().size()).isBetween(1, PART);
        bytes = bytes.concat(part.part().bytes());
        parts++;
      }

      assertThat(bytes).isEqualTo(lending.whole().bytes());
      assertThat(parts).as("parts of %d bytes", size).isEqualTo((size + PART - 1) / PART);
    }
  }

  /** A borrower that has some of it from another member asks where that one ended. */
  @Test
  void aPartMayBeginAnywhere() {
    Lending lending = lending(25);

    for (int offset = 0; offset < 25; offset++) {
      SnapshotPart part = lending.part(new FetchSnapshot(7, offset, 0));
      assertThat(part.part().bytes())
          .isEqualTo(lending.whole().bytes().substring(offset, Math.min(25, offset + PART)));
    }
  }

  @Test
  void eachPartSaysWhatItIsAPartOf() {
    Lending lending = lending(25);

    SnapshotPart part = lending.part(new FetchSnapshot(7, 20, 0));

    assertThat(part.slot()).isEqualTo(7);
    assertThat(part.size()).isEqualTo(25);
    assertThat(part.digest()).isEqualTo(Lending.digest(lending.whole().bytes()));
    assertThat(part.part().serializerId()).isEqualTo(42);
    assertThat(part.part().manifest()).isEqualTo("m");
  }

  /** Whoever asks so has begun with other bytes of the slot, and would else ask so for ever. */
  @Test
  void whoMeansAPartOutsideOfItGetsTheFirst() {
    Lending lending = lending(20);
    SnapshotPart first = lending.part(new FetchSnapshot(7, 0, 0));

    for (long offset : new long[] {20, 21, 1L << 32, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      assertThat(lending.part(new FetchSnapshot(7, offset, 0))).as("%d", offset).isEqualTo(first);
    }
  }

  /** What was begun with is gone here; who asks begins with this one instead. */
  @Test
  void whoMeansAnotherSnapshotGetsTheFirstPartOfThisOne() {
    Lending lending = lending(25);
    SnapshotPart first = lending.part(new FetchSnapshot(7, 0, 0));

    for (long slot : new long[] {0, 6, 8}) {
      for (long offset : new long[] {0, 10, 24, 25, -1}) {
        FetchSnapshot fetch = new FetchSnapshot(slot, offset, 0);
        assertThat(lending.answers(fetch)).isFalse();
        assertThat(lending.part(fetch)).isEqualTo(first);
      }
    }
    assertThat(lending.answers(new FetchSnapshot(7, 10, 0))).isTrue();
  }

  /** That of the standard, so that it says the same in every version. */
  @Test
  void theDigestIsSha256() {
    assertThat(Lending.digest(ByteString.copyFromUtf8("abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ByteString halves = ByteString.copyFromUtf8("a".repeat(200));
    assertThat(Lending.digest(halves.concat(halves)))
        .isEqualTo(Lending.digest(ByteString.copyFromUtf8("a".repeat(400))));
  }

  private static Lending lending(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Lending.of(7, new Payload(42, "m", ByteString.copyFrom(bytes)), PART);
  }
}
