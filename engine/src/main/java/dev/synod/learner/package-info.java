/**
 * The learner: which slots are chosen, and how their values get to every replica.
 *
 * <p>Remembers nothing durably: what it learns, the acceptor beside it stores as chosen. Beside the
 * leader it counts votes and tells all others; elsewhere it believes them, takes the own acceptor's
 * votes where they match, and asks for the rest. In come Accepted, Chosen, CatchUpPage,
 * Snapshotted; out go Chosen, CatchUp and Snapshotted, to the own acceptor what it may drop, and to
 * the own replica the chosen values in slot order. Rules kept here: A7, C1, C2, C3, C4 (what counts
 * as chosen), L5 (nothing past a gap), P2, R1, R3 (read index), L2 (what is gone is chosen), G1 and
 * G5 (what the own log keeps for others).
 */
@NullMarked
package dev.synod.learner;

import org.jspecify.annotations.NullMarked;
