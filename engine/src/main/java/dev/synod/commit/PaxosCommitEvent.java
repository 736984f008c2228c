package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.decree.DecreeAcceptor;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import java.util.List;

/** What is remembered in Paxos Commit. */
public sealed interface PaxosCommitEvent extends CommitEvent {
  /** A participant: this is its vote, once and for all (rules K1, K4). */
  record Voted(Choice choice, List<MemberId> participants) implements PaxosCommitEvent {}

  /** A participant: has heard of the outcome. */
  record Decided(Choice choice) implements PaxosCommitEvent {}

  /** An acceptor: all of its instances, in one write. */
  record Kept(List<MemberId> participants, List<Instance> instances) implements PaxosCommitEvent {}

  /** One instance of an acceptor. */
  record Instance(MemberId participant, DecreeAcceptor<Choice> state) {}

  /** A leader: uses this ballot, for one attempt (rules B2, K4). */
  record Claimed(Ballot ballot, List<MemberId> participants) implements PaxosCommitEvent {}
}
