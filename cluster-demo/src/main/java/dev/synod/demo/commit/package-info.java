/**
 * Atomic commit to look at: {@code paxos-commit}, a node that leads the commit of one transaction
 * and speaks JSON lines, so that each message of Paxos Commit can be read, typed, lost or held back
 * by hand; and {@code commit-compare}, which plays the protocols beside each other.
 */
@NullMarked
package dev.synod.demo.commit;

import org.jspecify.annotations.NullMarked;
