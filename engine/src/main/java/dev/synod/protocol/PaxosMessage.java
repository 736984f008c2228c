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
        RegistrarMessage,
        FounderMessage,
        NotaryMessage {

  /** The role that it is for. */
  Role role();

  /**
   * Whether it only asks for or tells what is chosen: that stays so in every epoch, so any member
   * of the cluster may say it to any other (rule M4).
   */
  default boolean outlivesEpochs() {
    return false;
  }
}
