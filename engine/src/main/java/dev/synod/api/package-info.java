/**
 * What a user imports: the state machine to write, the group to talk to, and the outcomes.
 *
 * <p>Remembers nothing. A {@link dev.synod.api.Command} enters by {@link
 * dev.synod.api.ConsensusGroup#submit(dev.synod.api.Command)} and leaves as an {@link
 * dev.synod.api.Outcome}; a {@link dev.synod.api.Query} enters by {@code read}. No other package is
 * API, but for {@link dev.synod.Synod}, the entry point. Rules kept here: S5 (a time-out is an
 * unknown outcome, never a failure).
 */
@NullMarked
package dev.synod.api;

import org.jspecify.annotations.NullMarked;
