/**
 * The proposer: wins the right to lead (phase 1), then orders commands into slots (phase 2).
 *
 * <p>Remembers nothing durably: its ballot is kept by its own acceptor. In come promises, refusals
 * and commands, and from the elector the order to campaign; out go Prepare and Accept. Rules kept
 * here: A6, B2, B3, B5, L1, L3, L4 (what a new leader must find out and finish), P4 (the window and
 * the queue are bounded).
 *
 * <p>The phases are types: {@link dev.synod.proposer.Idle}, {@link dev.synod.proposer.Preparing},
 * {@link dev.synod.proposer.Leading}.
 *
 * <pre>
 *   Idle      --Campaign-->                      Preparing
 *   Preparing --quorum of complete promises-->   Leading
 *   Preparing --Nack, StepDown, time-out-->      Idle
 *   Leading   --Nack, StepDown-->                Idle
 * </pre>
 */
@NullMarked
package dev.synod.proposer;

import org.jspecify.annotations.NullMarked;
