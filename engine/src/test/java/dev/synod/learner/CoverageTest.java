package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage.Snapshotted;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.QuorumSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rule W1: what a witness may drop. */
class CoverageTest {
  /** Two with the state, and n3, the witness. */
  private static final Configuration TWO = witnessed(1, 3);

  /** Three with the state, and n4, the witness: three elect. */
  private static final Configuration THREE = witnessed(1, 4);

  private static Configuration witnessed(long epoch, int size) {
    List<MemberRecord> members = new ArrayList<>(Cast.members(size).members());
    members.set(size - 1, members.get(size - 1).as(MemberKind.WITNESS));
    return Configuration.majority(epoch, Cast.FOUNDING.sessions(), members);
  }

  private static Snapshotted snapshot(Configuration at, MemberId of, long through) {
    return new Snapshotted(
        through, through * 10, at, Cast.members(4).member(of).orElseThrow().incarnation());
  }

  private static Optional<Long> beyond(
      long slot, Configuration known, Map<MemberId, Snapshotted> snapshots) {
    return new Coverage(known, snapshots).beyond(slot).map(SnapshotSaved::through);
  }

  /** Else the other one could be elected with the witness alone. */
  @Test
  void ofTwoBothMustHaveASnapshot() {
    Snapshotted first = snapshot(TWO, N1, 9);
    Snapshotted second = snapshot(TWO, N2, 5);

    assertThat(beyond(0, TWO, Map.of(N1, first))).isEmpty();
    assertThat(new Coverage(TWO, Map.of(N1, first, N2, second)).beyond(0))
        .contains(new SnapshotSaved(5, 50, TWO, 0));
    assertThat(beyond(5, TWO, Map.of(N1, first, N2, second))).isEmpty();
  }

  @Test
  void ofThreeAnyTwoAreEnough() {
    Map<MemberId, Snapshotted> snapshots =
        Map.of(N1, snapshot(THREE, N1, 9), N2, snapshot(THREE, N2, 3), N3, snapshot(THREE, N3, 7));

    assertThat(beyond(0, THREE, snapshots)).contains(7L);
  }

  /** Three of the four accept, so two elect: one of those may be the witness. */
  @Test
  void theFewerElectTheMoreMustHaveOne() {
    Configuration fewer =
        new Configuration(
            1, THREE.sessions(), LeaseTerms.NONE, new QuorumSizes(2, 3), THREE.members());
    Map<MemberId, Snapshotted> two = Map.of(N1, snapshot(fewer, N1, 9), N2, snapshot(fewer, N2, 9));
    Map<MemberId, Snapshotted> three =
        Map.of(N1, snapshot(fewer, N1, 9), N2, snapshot(fewer, N2, 9), N3, snapshot(fewer, N3, 8));

    assertThat(beyond(0, fewer, two)).isEmpty();
    assertThat(beyond(0, fewer, three)).contains(8L);
  }

  /** Rule D1: another disk has n2's place by now, or had it before. */
  @Test
  void aSnapshotOnALostDiskDoesNotCount() {
    Snapshotted lost = new Snapshotted(9, 90, TWO, new Incarnation(new UUID(9, 9)));

    assertThat(beyond(0, TWO, Map.of(N1, snapshot(TWO, N1, 9), N2, lost))).isEmpty();
  }

  /** A witness that was away goes by the members of the epoch that the snapshots tell. */
  @Test
  void theLaterEpochDecidesWhoMustHaveOne() {
    Configuration later = witnessed(4, 3);
    Map<MemberId, Snapshotted> snapshots =
        Map.of(N1, snapshot(later, N1, 9), N2, snapshot(later, N2, 9));
    Configuration earlier = witnessed(1, 4);

    assertThat(beyond(0, earlier, Map.of(N1, snapshot(earlier, N1, 9)))).isEmpty();
    assertThat(beyond(0, earlier, snapshots)).contains(9L);
  }
}
