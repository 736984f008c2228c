package dev.synod.wire;

import static dev.synod.wire.Samples.BALLOT;
import static dev.synod.wire.Samples.HIGHER;
import static dev.synod.wire.Samples.N1;
import static dev.synod.wire.Samples.N2;

import dev.synod.api.Choice;
import dev.synod.api.CommitProtocol;
import dev.synod.api.TransactionId;
import dev.synod.commit.CommitEvent;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.commit.ThreePhaseEvent;
import dev.synod.commit.ThreePhaseMessage;
import dev.synod.commit.TwoPhaseEvent;
import dev.synod.commit.TwoPhaseMessage;
import dev.synod.decree.DecreeAcceptor;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeRequest;
import dev.synod.decree.Vote;
import dev.synod.protocol.MemberId;
import dev.synod.transaction.Circle;
import dev.synod.transaction.CommitRole;
import dev.synod.transaction.Finished;
import dev.synod.transaction.Note;
import dev.synod.transaction.TransactionEvent.Recorded;
import dev.synod.transaction.TransactionMessage.Announced;
import dev.synod.transaction.TransactionMessage.Inquired;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Reported;
import dev.synod.transaction.TransactionMessage.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of everything that actors of transactions say and remember. */
final class TransactionSamples {
  private static final MemberId P1 = CommitRole.PARTICIPANT.of(N1);
  private static final MemberId P2 = CommitRole.PARTICIPANT.of(N2);
  private static final List<MemberId> BOTH = List.of(P1, P2);
  private static final TransactionId TRANSACTION = new TransactionId("purses", "n1", 17);
  private static final Finished FINISHED = new Finished("n1", 18, List.of(3L, 17L));

  static final List<CommitMessage> MESSAGES =
      List.of(
          new TwoPhaseMessage.Prepare(BOTH),
          new TwoPhaseMessage.Vote(Choice.COMMIT, BOTH),
          new TwoPhaseMessage.Decision(Choice.ABORT),
          new TwoPhaseMessage.Acknowledged(),
          new ThreePhaseMessage.Prepare(BOTH),
          new ThreePhaseMessage.Vote(Choice.ABORT, List.of()),
          new ThreePhaseMessage.Precommit(),
          new ThreePhaseMessage.Ready(),
          new ThreePhaseMessage.Decision(Choice.COMMIT),
          new ThreePhaseMessage.Inquire(false),
          new ThreePhaseMessage.Standing(true),
          new PaxosCommitMessage.Begin(BOTH),
          new PaxosCommitMessage.Prepare(BOTH),
          new PaxosCommitMessage.Ask(
              BOTH,
              List.of(
                  new Request(P1, new DecreeRequest.Prepare<>(BALLOT)),
                  new Request(P2, new DecreeRequest.Accept<>(HIGHER, Choice.ABORT)))),
          new PaxosCommitMessage.Answer(
              BOTH,
              List.of(
                  new Reply(P1, new DecreeReply.Promise<>(BALLOT, Optional.empty())),
                  new Reply(
                      P2,
                      new DecreeReply.Promise<>(
                          HIGHER, Optional.of(new Vote<>(BALLOT, Choice.COMMIT)))),
                  new Reply(P1, new DecreeReply.Accepted<>(BALLOT, Choice.ABORT)),
                  new Reply(P2, new DecreeReply.Rejected<>(BALLOT, HIGHER)))),
          new PaxosCommitMessage.Outcome(Choice.COMMIT),
          new PaxosCommitMessage.Poke(BOTH));

  static final List<CommitEvent> EVENTS =
      List.of(
          new TwoPhaseEvent.Prepared(BOTH),
          new TwoPhaseEvent.Decided(Choice.COMMIT, BOTH),
          new ThreePhaseEvent.Began(BOTH),
          new ThreePhaseEvent.Prepared(BOTH),
          new ThreePhaseEvent.Precommitted(),
          new ThreePhaseEvent.Decided(Choice.ABORT),
          new PaxosCommitEvent.Voted(Choice.COMMIT, BOTH),
          new PaxosCommitEvent.Decided(Choice.ABORT),
          new PaxosCommitEvent.Kept(
              BOTH,
              List.of(
                  new PaxosCommitEvent.Instance(P1, new DecreeAcceptor<>(HIGHER, Optional.empty())),
                  new PaxosCommitEvent.Instance(
                      P2,
                      new DecreeAcceptor<>(
                          HIGHER, Optional.of(new Vote<>(BALLOT, Choice.COMMIT)))))),
          new PaxosCommitEvent.Claimed(HIGHER, BOTH));

  static final List<Note> NOTES =
      List.of(
          new Note.Remembered(TRANSACTION, EVENTS),
          new Note.Settled(TRANSACTION),
          new Note.Forgotten(FINISHED),
          new Note.Begun(17, List.of(N1, N2)),
          new Note.Ended(17));

  private TransactionSamples() {}

  private static Circle circle(CommitProtocol.Kind kind) {
    return new Circle("purses", kind, List.of(N1, N2));
  }

  static List<Object> all() {
    Circle circle = circle(CommitProtocol.Kind.PAXOS_COMMIT);
    List<Object> all = new ArrayList<>();
    MESSAGES.forEach(
        message -> all.add(new Said(circle, P1, TRANSACTION, message, Optional.empty())));
    all.add(
        new Said(
            circle(CommitProtocol.Kind.TWO_PHASE),
            P1,
            TRANSACTION,
            new TwoPhaseMessage.Prepare(BOTH),
            Optional.of(Samples.USER.payload())));
    all.add(
        new Announced(
            circle(CommitProtocol.Kind.FASTER_PAXOS_COMMIT), P1, TRANSACTION, Choice.ABORT));
    all.add(new Inquired(circle(CommitProtocol.Kind.THREE_PHASE), P1, TRANSACTION, Choice.ABORT));
    all.add(new Reported(circle, P1, TRANSACTION, Choice.COMMIT));
    all.add(new Released(circle, P1, FINISHED));
    all.add(new Released(circle, P1, new Finished("n2", 0, List.of())));
    all.add(new Recorded(circle, true, NOTES));
    all.add(new Recorded(circle, false, NOTES.subList(1, 2)));
    return all;
  }
}
