/**
 * Paxos as read-modify-write: one value, changed by functions, without a leader or a log (Rystsov,
 * CASPaxos).
 *
 * <p>The acceptors are those of {@code decree}; only what is proposed differs: not the value that
 * phase 1 has found, but what a function makes of it. The ballot detects the race: whoever has read
 * an older value has no quorum left to write to. Rules kept here: A6, B2, B5, and S2 for changes
 * that are tried again (one has one effect).
 */
@NullMarked
package dev.synod.register;

import org.jspecify.annotations.NullMarked;
