/**
 * The wiring of a member: its actors, their refs and paths, its start and its end. No rules.
 *
 * <p>Remembers which actors live. In comes the founder's verdict; out goes the life of the member,
 * as {@link dev.synod.node.Lifeline} tells it. Nothing here depends on who is Up in the Pekko
 * cluster (rule M7). Rules kept here: D3 (a member whose journal has failed, or that broke an
 * invariant, stops for good).
 */
@NullMarked
package dev.synod.node;

import org.jspecify.annotations.NullMarked;
