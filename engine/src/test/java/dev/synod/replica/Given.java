package dev.synod.replica;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Place;
import dev.synod.protocol.ReplicaNotice.LeaderIs;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.SessionLimits;
import dev.synod.settings.SynodSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.pcollections.PVector;

/** What the tests of this room have in common. */
final class Given {
  static final MemberId N1 = new MemberId("n1");
  static final MemberId N2 = new MemberId("n2");
  static final LeaderIs NOBODY = new LeaderIs(Optional.empty(), Ballot.NONE);
  static final LeaderIs N2_LEADS = new LeaderIs(Optional.of(N2), new Ballot(1, 3, N2));
  static final LeaderIs N1_LEADS = new LeaderIs(Optional.of(N1), new Ballot(1, 4, N1));

  /**
   * A session keeps 8 results for 900 ms; 4 requests wait, for 1000 ms, and are resent after 100.
   */
  static final SynodSettings SETTINGS =
      new SynodSettings(
          new SynodSettings.AcceptorSettings("journal", Duration.ofSeconds(1), 1024, 1 << 20),
          new SynodSettings.ProposerSettings(
              1, 256, 1024, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)),
          new SynodSettings.LearnerSettings(
              Duration.ofMillis(100), Duration.ZERO, 16, 16, 100, 1 << 20),
          new SynodSettings.ElectorSettings(
              Duration.ofMillis(10),
              Duration.ofMillis(100),
              4,
              4,
              0,
              new SynodSettings.Thrashing(5, Duration.ofSeconds(60))),
          new SynodSettings.ReplicaSettings(Optional.empty(), 1, 1024, OptionalLong.empty()),
          new SynodSettings.SessionSettings(8, Duration.ofMillis(900), 3),
          LeaseTerms.NONE,
          new SynodSettings.ClientSettings(
              Duration.ofMillis(1000), Duration.ofMillis(100), 4, 1 << 20, 128),
          new SynodSettings.MembershipSettings(
              Duration.ofMillis(500),
              Duration.ofSeconds(2),
              1000,
              Duration.ofSeconds(30),
              false,
              Duration.ofMillis(80)),
          new SynodSettings.CommitSettings(Duration.ofSeconds(5), 256));

  static final GroupName GROUP = new GroupName("g");
  static final Incarnation DISK = new Incarnation(new UUID(0, 1));

  /** What these settings are to the group. */
  static final Configuration CONFIGURATION =
      Configuration.majority(
          1,
          new SessionLimits(8, 900, 3),
          List.of(
              MemberRecord.voter(N1, "h1:1", DISK),
              MemberRecord.voter(N2, "h2:2", new Incarnation(new UUID(0, 2)))));

  private Given() {}

  /** The same, but that no more bytes of commands may wait. */
  static SynodSettings withOutstandingBytes(long bytes) {
    SynodSettings.ClientSettings client = SETTINGS.client();
    return new SynodSettings(
        SETTINGS.acceptor(),
        SETTINGS.proposer(),
        SETTINGS.learner(),
        SETTINGS.elector(),
        SETTINGS.replica(),
        SETTINGS.sessions(),
        SETTINGS.leases(),
        new SynodSettings.ClientSettings(
            client.timeout(), client.resend(), client.outstanding(), bytes, client.commandBytes()),
        SETTINGS.membership(),
        SETTINGS.commit());
  }

  /** The state of these tests' machine before the first slot. */
  static ReplicaState<PVector<String>> nothing() {
    return ReplicaState.empty(new Journal().emptyState(), CONFIGURATION);
  }

  static SynodSettings with(SynodSettings.ReplicaSettings replica) {
    return new SynodSettings(
        SETTINGS.acceptor(),
        SETTINGS.proposer(),
        SETTINGS.learner(),
        SETTINGS.elector(),
        replica,
        SETTINGS.sessions(),
        SETTINGS.leases(),
        SETTINGS.client(),
        SETTINGS.membership(),
        SETTINGS.commit());
  }

  static LogCommand.User user(long session, long sequence, long acknowledged, String text) {
    return new LogCommand.User(
        new SessionId(session), sequence, acknowledged, new Journal.Line(text).payload());
  }

  static LogCommand.User user(long session, long sequence, String text) {
    return user(session, sequence, 0, text);
  }

  static LogCommand.OpenSession opening(MemberId opener, long nonce) {
    return new LogCommand.OpenSession(opener, nonce, false);
  }

  /** Of the node's own command that waits with this ticket. */
  static long sequence(long ticket) {
    return Place.OWN_SEQUENCES + ticket;
  }
}
