/**
 * Clients on nodes without a member: they find members by Pekko's Receptionist and have one of them
 * answer: the leader's if that is known, the next one after a silence.
 *
 * <p>Remembers the calls that wait. In come calls of the own node and the answers of gateways; out
 * go calls, those of one turn in one message. On a member's node the {@link
 * dev.synod.client.Gateway} passes them to the replica. Rules kept here: S5 (a command without a
 * session of the caller's is sent once; what becomes of it without an answer is unknown), P4 (what
 * waits is bounded).
 */
@NullMarked
package dev.synod.client;

import org.jspecify.annotations.NullMarked;
