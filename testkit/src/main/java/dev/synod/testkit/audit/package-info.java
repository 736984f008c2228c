/**
 * What must hold of a user's state machine, judged while the simulation runs it: the user's own
 * invariants after every command, and what the engine relies on (handlers that depend on their
 * arguments alone, states that are not changed in place, serializers that lose nothing).
 */
@NullMarked
package dev.synod.testkit.audit;

import org.jspecify.annotations.NullMarked;
