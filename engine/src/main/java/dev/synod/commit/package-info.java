/**
 * Atomic commit: participants with something to lose agree to do it all, or nothing of it. Three
 * protocols as rules, one transaction each: {@link dev.synod.commit.TwoPhaseCoordinator two-phase
 * commit}, which waits for its coordinator; {@link dev.synod.commit.ThreePhaseCoordinator
 * three-phase commit}, which waits for nobody and is wrong once the network splits; and Paxos
 * Commit (Gray and Lamport, Consensus on Transaction Commit), which has one decree per participant
 * and waits for no single one. The first two are here to be compared with; take the third.
 *
 * <p>All are played by a {@link dev.synod.commit.CommitNode}: it is told something, and answers
 * with what must be durable first and what to say then. Rules kept here: K1 to K5 (Paxos Commit),
 * T3, T5, T6, T9 (two-phase commit), and those of decree.
 */
@NullMarked
package dev.synod.commit;

import org.jspecify.annotations.NullMarked;
