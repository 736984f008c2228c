/**
 * Histories of what clients did and saw, and the judgement whether one object could have behaved
 * so.
 *
 * <p>What the room is for: a test or a simulation notes every invocation and completion in a {@link
 * dev.synod.testkit.history.History}; afterwards the {@link
 * dev.synod.testkit.history.LinearizabilityChecker} says whether the operations fit one order that
 * a {@link dev.synod.testkit.history.Model} of the object allows and that keeps real time.
 *
 * <p>What it remembers: nothing after a check. Everything here is a value or belongs to one thread;
 * no clock, no chance, no hash order: the same history has the same verdict, work and picture.
 *
 * <p>What goes in: operations with logical stamps, outcomes known or not. What comes out: a verdict
 * that is one of three; running out of work is {@code Undecided}, never a pass.
 *
 * <p>Sources: M. Herlihy and J. Wing, "Linearizability: a correctness condition for concurrent
 * objects", 1990; J. Wing and C. Gong, "Testing and verifying concurrent objects", 1993; G. Lowe,
 * "Testing for linearizability", 2017; A. Horn and D. Kroening, "Faster linearizability checking
 * via P-compositionality", 2015.
 */
@NullMarked
package dev.synod.testkit.history;

import org.jspecify.annotations.NullMarked;
