package dev.synod.membership;

import static dev.synod.membership.Admission.Verdict.ADMITTED;
import static dev.synod.membership.Admission.Verdict.EARLIER;
import static dev.synod.membership.Admission.Verdict.LATER;
import static dev.synod.membership.Admission.Verdict.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules B4, M4, D1: an envelope with any one thing wrong is dropped. */
class AdmissionTest {
  private static final GroupName GROUP = new GroupName("g");
  private static final MemberId N1 = new MemberId("n1");
  private static final MemberId N2 = new MemberId("n2");
  private static final Incarnation OF_N1 = new Incarnation(new UUID(0, 1));
  private static final Incarnation OF_N2 = new Incarnation(new UUID(0, 2));
  private static final Configuration FOUNDING =
      Configuration.majority(
          1,
          new SessionLimits(64, 60_000, 16),
          List.of(MemberRecord.voter(N1, "a:1", OF_N1), MemberRecord.voter(N2, "b:2", OF_N2)));
  private static final String CLUSTER = FOUNDING.digest();

  private final Admission admission = new Admission(GROUP, CLUSTER, FOUNDING);

  @Test
  void mailOfAMemberInThisEpochIsAdmitted() {
    assertThat(verdict(GROUP, CLUSTER, 1, N1, OF_N1)).isEqualTo(ADMITTED);
    assertThat(verdict(GROUP, CLUSTER, 1, N2, OF_N2)).isEqualTo(ADMITTED);
  }

  @Test
  void mailOfAnotherGroupOrClusterIsAStrangersInWhateverEpoch() {
    for (long epoch = 0; epoch <= 2; epoch++) {
      assertThat(verdict(new GroupName("h"), CLUSTER, epoch, N1, OF_N1)).isEqualTo(STRANGER);
      assertThat(verdict(GROUP, "0123", epoch, N1, OF_N1)).isEqualTo(STRANGER);
      assertThat(verdict(GROUP, "", epoch, N1, OF_N1)).isEqualTo(STRANGER);
    }
  }

  /** Rule M4: who is behind can be told so, even one that has no part any more. */
  @Test
  void mailOfAnotherEpochIsEarlierOrLaterWhoeverSentIt() {
    MemberId n9 = new MemberId("n9");

    assertThat(verdict(GROUP, CLUSTER, 0, N1, OF_N1)).isEqualTo(EARLIER);
    assertThat(verdict(GROUP, CLUSTER, 0, n9, OF_N1)).isEqualTo(EARLIER);
    assertThat(verdict(GROUP, CLUSTER, 2, N1, OF_N1)).isEqualTo(LATER);
    assertThat(verdict(GROUP, CLUSTER, 2, n9, OF_N1)).isEqualTo(LATER);
  }

  /** Rule D1. */
  @Test
  void mailOfAnotherDiskOfAMemberOrOfNoMemberIsAStrangers() {
    Incarnation lost = new Incarnation(new UUID(0, 3));

    assertThat(verdict(GROUP, CLUSTER, 1, N1, lost)).isEqualTo(STRANGER);
    assertThat(verdict(GROUP, CLUSTER, 1, N1, OF_N2)).isEqualTo(STRANGER);
    assertThat(verdict(GROUP, CLUSTER, 1, new MemberId("n3"), OF_N1)).isEqualTo(STRANGER);
  }

  /** What is chosen stays so in every epoch: anyone of the cluster may ask for it and tell it. */
  @Test
  void whatIsChosenMayBeSpokenOfInEveryEpochButNotAcrossClusters() {
    LearnerMessage later = new LearnerMessage.LaterEpoch();
    MemberId n9 = new MemberId("n9");

    for (long epoch = 0; epoch <= 2; epoch++) {
      assertThat(admission.verdict(envelope(GROUP, CLUSTER, epoch, n9, OF_N1, later)))
          .isEqualTo(ADMITTED);
      assertThat(admission.verdict(envelope(GROUP, "0123", epoch, N1, OF_N1, later)))
          .isEqualTo(STRANGER);
      assertThat(admission.verdict(envelope(new GroupName("h"), CLUSTER, epoch, N1, OF_N1, later)))
          .isEqualTo(STRANGER);
    }
  }

  private Admission.Verdict verdict(
      GroupName group, String cluster, long epoch, MemberId from, Incarnation incarnation) {
    Envelope envelope =
        envelope(group, cluster, epoch, from, incarnation, new Refused("any message"));
    Admission.Verdict verdict = admission.verdict(envelope);
    assertThat(admission.admits(envelope)).isEqualTo(verdict == ADMITTED);
    return verdict;
  }

  private static Envelope envelope(
      GroupName group,
      String cluster,
      long epoch,
      MemberId from,
      Incarnation incarnation,
      PaxosMessage message) {
    return new Envelope(group, cluster, epoch, from, incarnation, message);
  }
}
