package dev.synod.commit;

/** What a node of a transaction remembers, by whichever protocol. */
public sealed interface CommitEvent permits TwoPhaseEvent, ThreePhaseEvent, PaxosCommitEvent {}
