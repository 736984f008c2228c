package dev.synod.commit;

/**
 * What a node of a transaction remembers, by whichever protocol. The last event of each kind is all
 * that is needed of its kind.
 */
public sealed interface CommitEvent permits TwoPhaseEvent, ThreePhaseEvent, PaxosCommitEvent {}
