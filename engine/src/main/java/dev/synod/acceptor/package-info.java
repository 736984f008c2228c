/**
 * The acceptor: promises and votes, durable before anyone hears of them.
 *
 * <p>Remembers, in its journal, the promise, the votes, and the chosen log of this member. In come
 * Prepare, Accept, Confirm, CatchUp, and from the own learner what is chosen; out go Promise,
 * Accepted, Nack, Confirmed, CatchUpPage. Rules kept here: A1 to A5, A8 (the acceptor's own), B6,
 * C1, C2, L1, L3 (its answers), D3 (a failed write is the end).
 *
 * <p>Two actors: {@link dev.synod.acceptor.AcceptorFront} gathers mail while a write is out, {@link
 * dev.synod.acceptor.Acceptor} decides over all of it at once, writes one event and then speaks.
 */
@NullMarked
package dev.synod.acceptor;

import org.jspecify.annotations.NullMarked;
