package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeRequest;
import dev.synod.protocol.MemberId;
import java.util.List;

/** What is said in Paxos Commit; all that knows the participants names them (rule K4). */
public sealed interface PaxosCommitMessage extends CommitMessage {
  /** Participant to leader: a transaction has begun (BeginCommit); ask the others to vote. */
  record Begin(List<MemberId> participants) implements PaxosCommitMessage {}

  /** Leader to participant: vote. */
  record Prepare(List<MemberId> participants) implements PaxosCommitMessage {}

  /**
   * To an acceptor: a participant's vote, under its ballot 0, or a phase of a leader's ballot, for
   * all instances at once.
   */
  record Ask(List<MemberId> participants, List<Request> requests) implements PaxosCommitMessage {}

  /**
   * What is asked in one instance.
   *
   * @param instance the participant whose vote it is about
   */
  record Request(MemberId instance, DecreeRequest<Choice> request) {}

  /** Of an acceptor: its answers in all instances at once. */
  record Answer(List<MemberId> participants, List<Reply> replies) implements PaxosCommitMessage {}

  /** What is answered in one instance. */
  record Reply(MemberId instance, DecreeReply<Choice> reply) {}

  /** Leader to participant: this is decided. */
  record Outcome(Choice choice) implements PaxosCommitMessage {}

  /** Participant to leader: nobody tells me the outcome; find one. */
  record Poke(List<MemberId> participants) implements PaxosCommitMessage {}
}
