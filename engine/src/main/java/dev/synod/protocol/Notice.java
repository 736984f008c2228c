package dev.synod.protocol;

/** A message from one role to another of the same member: it never crosses nodes. */
public sealed interface Notice extends Mail
    permits AcceptorNotice,
        ProposerNotice,
        LearnerNotice,
        ElectorNotice,
        ReplicaNotice,
        RegistrarNotice,
        NotaryNotice {

  /** The role that it is for. */
  Role role();
}
