package dev.synod.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules B4, M4, D1: an envelope with any one thing wrong is refused. */
class AdmissionTest {
  private static final GroupName GROUP = new GroupName("g");
  private static final MemberId N1 = new MemberId("n1");
  private static final MemberId N2 = new MemberId("n2");
  private static final Incarnation OF_N1 = new Incarnation(new UUID(0, 1));
  private static final Incarnation OF_N2 = new Incarnation(new UUID(0, 2));
  private static final Configuration FOUNDING =
      new Configuration(
          1,
          new SessionLimits(64, 60_000, 16),
          List.of(new MemberRecord(N1, "a:1", OF_N1), new MemberRecord(N2, "b:2", OF_N2)));
  private static final String CLUSTER = FOUNDING.digest();

  private final Admission admission = Admission.founded(GROUP, FOUNDING);

  @Test
  void mailOfAMemberInThisEpochIsAdmitted() {
    assertAdmitted(envelope(GROUP, CLUSTER, 1, N1, OF_N1));
    assertAdmitted(envelope(GROUP, CLUSTER, 1, N2, OF_N2));
  }

  @Test
  void mailOfAnotherGroupIsRefused() {
    assertRefused(envelope(new GroupName("h"), CLUSTER, 1, N1, OF_N1), "group h", "group g");
  }

  @Test
  void mailOfAnotherClusterOrOfNoneIsRefused() {
    assertRefused(envelope(GROUP, "0123", 1, N1, OF_N1), "'0123'", CLUSTER);
    assertRefused(envelope(GROUP, "", 1, N1, OF_N1), "''", CLUSTER);
  }

  @Test
  void mailOfALowerOrHigherEpochIsRefused() {
    assertRefused(envelope(GROUP, CLUSTER, 0, N1, OF_N1), "epoch 0", "epoch 1");
    assertRefused(envelope(GROUP, CLUSTER, 2, N1, OF_N1), "epoch 2", "epoch 1");
  }

  @Test
  void mailOfAnotherDiskOfAMemberIsRefused() {
    Incarnation lost = new Incarnation(new UUID(0, 3));

    assertRefused(
        envelope(GROUP, CLUSTER, 1, N1, lost), lost.toString(), OF_N1.toString(), "epoch 1");
    assertRefused(envelope(GROUP, CLUSTER, 1, N1, OF_N2), OF_N2.toString(), OF_N1.toString());
  }

  @Test
  void mailOfANonMemberIsRefused() {
    assertRefused(envelope(GROUP, CLUSTER, 1, new MemberId("n3"), OF_N1), "n3", "[n1, n2]");
  }

  private void assertAdmitted(Envelope envelope) {
    assertThat(admission.admits(envelope)).isTrue();
    assertThat(admission.refusal(envelope)).isEmpty();
  }

  private void assertRefused(Envelope envelope, String... named) {
    assertThat(admission.admits(envelope)).isFalse();
    assertThat(admission.refusal(envelope)).get().asString().contains(named).contains("Refused");
  }

  private static Envelope envelope(
      GroupName group, String cluster, long epoch, MemberId from, Incarnation incarnation) {
    return new Envelope(group, cluster, epoch, from, incarnation, new Refused("any message"));
  }
}
