package dev.synod.protocol;

/**
 * A message between members: an immutable value without references to actors, so that a whole
 * protocol run can be simulated, searched and written down. Every one of them is idempotent and may
 * be lost, doubled, delayed or reordered.
 */
public sealed interface PaxosMessage
    permits AcceptorMessage,
        ProposerMessage,
        LearnerMessage,
        ElectorMessage,
        ReplicaMessage,
        FounderMessage {

  /** The role that it is for. */
  Role role();
}
