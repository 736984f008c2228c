/**
 * The acceptor: promises and votes, durable before anyone hears of them.
 *
 * <p>Remembers, in its journal, the promise, the votes, and the chosen log of this member above its
 * own snapshot; what all members have executed of that is in the journal but not in memory. In come
 * Prepare, Accept, Confirm, CatchUp, and from the own learner what is chosen and what may go, from
 * the own registrar what all have executed; out go Promise, Accepted, Nack, Confirmed, CatchUpPage,
 * and to the own member Recovered, Voted, DiskStalled. Rules kept here: A1 to A5, A8 (the
 * acceptor's own), B6, C1 to C4, G1, G4 (the log is dropped behind a durable snapshot, and nothing
 * else is), L1 to L3 (its answers), L6 (a stalled disk is told), D3 (a failed write is the end).
 *
 * <p>{@link dev.synod.acceptor.AcceptorState} holds the rules: a pile of mail in, a {@link
 * dev.synod.acceptor.Decision} out. Two actors are its shell: {@link
 * dev.synod.acceptor.AcceptorFront} gathers mail while a write is out, {@link
 * dev.synod.acceptor.Acceptor} has all of it decided at once, writes one event and then speaks.
 */
@NullMarked
package dev.synod.acceptor;

import org.jspecify.annotations.NullMarked;
