package dev.synod.wire;

import com.google.protobuf.ByteString;
import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.Cut;
import dev.synod.decree.DecreeAcceptor;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeRequest;
import dev.synod.decree.Vote;
import dev.synod.membership.FounderEvent;
import dev.synod.notary.NotaryEvent;
import dev.synod.notary.Sighting;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.NotaryMessage;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.QuorumSizes;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.SessionLimits;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Trace;
import dev.synod.protocol.Value;
import dev.synod.register.Content;
import dev.synod.register.Lineup;
import dev.synod.register.RegisterEvent;
import dev.synod.register.RegisterMessage;
import dev.synod.replica.Sessions;
import dev.synod.replica.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** At least one of everything that has bytes. */
final class Samples {
  static final GroupName GROUP = new GroupName("bank");
  static final Incarnation DISK =
      new Incarnation(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
  static final MemberId N1 = new MemberId("n1");
  static final MemberId N2 = new MemberId("n2");
  static final Ballot BALLOT = new Ballot(1, 300, N1);
  static final Ballot HIGHER = new Ballot(2, 1, N2);
  static final MemberRecord SELF = MemberRecord.voter(N1, "10.0.0.1:25520", DISK);
  static final Configuration FOUNDING =
      Configuration.majority(
          1,
          new SessionLimits(64, 60_000, 16),
          List.of(
              SELF,
              MemberRecord.voter(
                  N2,
                  "[::1]:25521",
                  new Incarnation(UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100")))));

  static final LogCommand.User USER =
      new LogCommand.User(
          new SessionId(7),
          1000,
          998,
          new Payload(-42, "dev.bank.Überweisung", ByteString.copyFrom(new byte[] {0, 1, -1})));
  static final LogCommand.OpenSession OPEN = new LogCommand.OpenSession(N2, -2, false);
  static final LogCommand.OpenSession OPEN_OWN = new LogCommand.OpenSession(N1, 3, true);
  static final LogCommand.KeepSession KEEP = new LogCommand.KeepSession(new SessionId(8));
  static final List<LogCommand> COMMANDS = List.of(USER, OPEN, KEEP, OPEN_OWN);

  static final Value BATCH = new Value.Commands(86_400_000, ByteString.copyFromUtf8("opaque"));
  static final SlotVote VOTE = new SlotVote(17, BALLOT, BATCH);
  static final SlotVote HOLE = new SlotVote(18, HIGHER, Value.NO_OP);

  static final Configuration LATER =
      new Configuration(
          2,
          new SessionLimits(64, 60_000, 16),
          LeaseTerms.NONE,
          new QuorumSizes(1, 2),
          List.of(
              SELF,
              FOUNDING.members().get(1).as(MemberKind.WITNESS),
              new MemberRecord(
                  new MemberId("n3"), "h:3", new Incarnation(new UUID(3, 3)), MemberKind.OBSERVER),
              new MemberRecord(
                  new MemberId("n4"), "h:4", new Incarnation(new UUID(4, 4)), MemberKind.JOINER)));
  static final Value SIGN = new Value.StopSign(86_400_001, LATER, Optional.of(N1));

  static final Trace TRACE = new Trace(2, List.of(-1L, 300L), 21, 23);

  private static final LeaseTerms LEASES = new LeaseTerms(800, 10_000);

  static final List<PaxosMessage> MESSAGES =
      List.of(
          new AcceptorMessage.Prepare(BALLOT, 17),
          new AcceptorMessage.Accept(BALLOT, 17, BATCH, 0),
          new AcceptorMessage.Accept(HIGHER, Long.MAX_VALUE, Value.NO_OP, 0),
          new AcceptorMessage.Accept(BALLOT, 18, SIGN, 0),
          new AcceptorMessage.Accept(BALLOT, 18, new Value.StopSign(0, LATER, Optional.empty()), 0),
          new AcceptorMessage.Confirm(BALLOT, 5),
          new AcceptorMessage.CatchUp(3),
          new ProposerMessage.Promise(
              BALLOT, 15, 16, List.of(BATCH, Value.NO_OP), List.of(VOTE, HOLE), 19, 0),
          new ProposerMessage.Promise(BALLOT, 1, 0, List.of(), List.of(), 0, 0),
          new ProposerMessage.Nack(BALLOT, HIGHER),
          new ProposerMessage.Nack(BALLOT, Ballot.NONE),
          new ProposerMessage.Submit(List.of(USER, OPEN, KEEP)),
          new LearnerMessage.Accepted(BALLOT, List.of(17L, 18L, 300L)),
          new LearnerMessage.Chosen(BALLOT, 17),
          new LearnerMessage.CatchUpPage(3, List.of(BATCH, Value.NO_OP, BATCH), 9, 0),
          new LearnerMessage.Confirmed(BALLOT, 5, 0),
          new LearnerMessage.ReadIndexAsk(12, false),
          new LearnerMessage.Snapshotted(10_000, 86_400_000, LATER, DISK),
          new LearnerMessage.CatchUpPage(3, List.of(), 9, 5),
          new ProposerMessage.Promise(BALLOT, 15, 20, List.of(), List.of(), 0, 17),
          new LearnerMessage.LaterEpoch(),
          new ElectorMessage.Heartbeat(BALLOT, 4711),
          new ElectorMessage.HeartbeatAck(BALLOT, 4711),
          new ElectorMessage.PreVote(2),
          new ElectorMessage.PreVoteReply(2, true, HIGHER),
          new ElectorMessage.PreVoteReply(2, false, Ballot.NONE),
          new ReplicaMessage.ReadIndex(12, 17, false),
          new ReplicaMessage.FetchSnapshot(0, 0, 0),
          new ReplicaMessage.FetchSnapshot(10_000, 131_072, 0),
          new ReplicaMessage.FetchSnapshot(0, 0, 9_000),
          new ReplicaMessage.SnapshotPart(10_000, "cafe", 300_000, 131_072, USER.payload()),
          new ReplicaMessage.StateKept(10_000, "1:17:bank", "0123456789abcdef", false),
          new FounderMessage.Introduce(SELF, List.of("n1@10.0.0.1:25520", "n2@[::1]:25521")),
          new FounderMessage.Store(FOUNDING),
          new FounderMessage.Stored(FOUNDING),
          new FounderMessage.Founded(FOUNDING),
          new FounderMessage.Admitted(FOUNDING, LATER),
          new RegistrarMessage.Report(17, 0),
          new RegistrarMessage.Report(17, 16),
          new RegistrarMessage.Change(3, 1, new MembershipChange.Add(N2, MemberKind.JOINER)),
          new RegistrarMessage.Change(3, 1, new MembershipChange.Remove(N2)),
          new RegistrarMessage.Change(3, 1, new MembershipChange.Replace(N2)),
          new RegistrarMessage.Change(3, 1, new MembershipChange.Promote(N2)),
          new RegistrarMessage.Change(3, 1, new MembershipChange.Resize(new QuorumSizes(4, 2))),
          new RegistrarMessage.Change(3, 1, new MembershipChange.HandOver(Optional.of(N2))),
          new RegistrarMessage.Change(3, 1, new MembershipChange.HandOver(Optional.empty())),
          new RegistrarMessage.Refusal(3, "n4 does not wait to be added"),
          new NotaryMessage.Present(TRACE),
          new NotaryMessage.Present(Trace.NONE),
          new NotaryMessage.Vouched(-3),
          new NotaryMessage.Doubted(4, "its journal began with 5 events, but 7 were seen"),
          new FounderMessage.Refused("members [n1,n2] here, [n1,n3] there"),
          new AcceptorMessage.Survey(12),
          new ReplicaMessage.Surveyed(12, 17),
          new ProposerMessage.Reach(17),
          new LearnerMessage.Confirmed(BALLOT, 5, 800),
          new ReplicaMessage.ReadIndex(12, 17, true),
          new LearnerMessage.ReadIndexAsk(12, true),
          new RegistrarMessage.Change(3, 1, new MembershipChange.Lease(LEASES)),
          new RegistrarMessage.Change(3, 1, new MembershipChange.Lease(LeaseTerms.NONE)),
          new FounderMessage.Store(FOUNDING.with(LEASES)),
          new AcceptorMessage.Accept(BALLOT, 19, BATCH, 300));

  static final List<Object> EVENTS =
      List.of(
          new NotaryEvent.Noted(
              TRACE, List.of(new Sighting(N2, DISK, 5, -7, 1000)), Optional.empty()),
          new NotaryEvent.Noted(Trace.NONE, List.of(), Optional.of("an older copy")),
          new AcceptorEvent.Recorded(
              GROUP,
              N1,
              DISK,
              23,
              1,
              BALLOT,
              16,
              List.of(VOTE, HOLE),
              15,
              List.of(BATCH, Value.NO_OP),
              Cut.NONE),
          new AcceptorEvent.Recorded(
              GROUP, N1, DISK, 1, 1, BALLOT, 0, List.of(), 0, List.of(), Cut.NONE),
          new AcceptorEvent.Recorded(
              GROUP,
              N1,
              DISK,
              9,
              1,
              BALLOT,
              17,
              List.of(),
              0,
              List.of(),
              new Cut(15, 86_400_000, 7, Optional.empty())),
          new AcceptorEvent.Recorded(
              GROUP,
              N1,
              DISK,
              9,
              2,
              BALLOT,
              17,
              List.of(),
              0,
              List.of(),
              new Cut(15, 86_400_000, 7, Optional.of(LATER))),
          new AcceptorEvent.Recorded(
              GROUP, N1, DISK, 10, 2, HIGHER, 18, List.of(), 18, List.of(SIGN), Cut.NONE),
          new FounderEvent.Formatted(GROUP, N1, DISK),
          new FounderEvent.StoredFounding(FOUNDING),
          new FounderEvent.FoundedWith(FOUNDING),
          new FounderEvent.AdmittedTo(FOUNDING, LATER));

  static final List<Snapshot> SNAPSHOTS =
      List.of(
          new Snapshot(
              GROUP,
              FOUNDING.digest(),
              FOUNDING,
              10_000,
              86_400_000,
              USER.payload(),
              9,
              List.of(
                  new Snapshot.Session(
                      new SessionId(7),
                      new Sessions.Opener(N2, -2, false),
                      86_000_000,
                      998,
                      List.of(
                          new Snapshot.Result(
                              999, -1, 9000, new Snapshot.Ending.Reply(USER.payload())),
                          new Snapshot.Result(1000, 5, 9001, new Snapshot.Ending.Failed("no")))),
                  new Snapshot.Session(
                      new SessionId(8), new Sessions.Opener(N1, 3, true), 0, 0, List.of())),
              "0123456789abcdef"),
          new Snapshot(
              GROUP,
              FOUNDING.digest(),
              FOUNDING,
              1,
              0,
              new Payload(0, "", ByteString.EMPTY),
              1,
              List.of(),
              "0123456789abcdef"));

  private Samples() {}

  static Envelope envelope(PaxosMessage message) {
    return new Envelope(GROUP, "0123456789abcdef", 1, N1, DISK, message);
  }

  /** Every object that the serializer must know: all messages in envelopes, events, snapshots. */
  private static final Lineup LINEUP = new Lineup("flags", List.of(N1, N2), 1, 2);

  private static final Content<Payload> CONTENT =
      new Content<>(Optional.of(USER.payload()), List.of(BALLOT, HIGHER));

  /** Of registers. */
  static final List<Object> REGISTERS =
      List.of(
          new RegisterMessage.Asked(LINEUP, N1, new DecreeRequest.Prepare<>(BALLOT)),
          new RegisterMessage.Asked(LINEUP, N1, new DecreeRequest.Accept<>(BALLOT, CONTENT)),
          new RegisterMessage.Answered(
              LINEUP, N2, new DecreeReply.Promise<>(HIGHER, Optional.empty())),
          new RegisterMessage.Answered(
              LINEUP,
              N2,
              new DecreeReply.Promise<>(HIGHER, Optional.of(new Vote<>(BALLOT, CONTENT)))),
          new RegisterMessage.Answered(
              LINEUP, N2, new DecreeReply.Accepted<>(BALLOT, Content.empty())),
          new RegisterMessage.Answered(LINEUP, N2, new DecreeReply.Rejected<>(BALLOT, HIGHER)),
          new RegisterEvent.Held(LINEUP, new DecreeAcceptor<>(HIGHER, Optional.empty())),
          new RegisterEvent.Held(
              LINEUP, new DecreeAcceptor<>(HIGHER, Optional.of(new Vote<>(BALLOT, CONTENT)))),
          new RegisterEvent.Reserved(LINEUP, 1001));

  static List<Object> all() {
    List<Object> all = new ArrayList<>(EVENTS);
    all.addAll(SNAPSHOTS);
    all.addAll(REGISTERS);
    all.addAll(TransactionSamples.all());
    MESSAGES.forEach(message -> all.add(envelope(message)));
    // A founder that knows no cluster yet.
    all.add(new Envelope(GROUP, "", 0, N1, DISK, new FounderMessage.Refused("")));
    return all;
  }
}
