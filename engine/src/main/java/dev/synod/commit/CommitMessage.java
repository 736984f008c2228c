package dev.synod.commit;

/** What nodes of a transaction say to each other, by whichever protocol. */
public sealed interface CommitMessage
    permits TwoPhaseMessage, ThreePhaseMessage, PaxosCommitMessage {}
