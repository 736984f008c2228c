/**
 * Who belongs to a group: its founding, its changes, and which mail concerns its members.
 *
 * <p>The founder remembers (in a journal of its own, beside the acceptor's): the incarnation of
 * this directory, and either the one founding record that it agreed to and that the record became
 * epoch 1, or the epoch in which it was given a part. In and out: {@link
 * dev.synod.protocol.FounderMessage}. The lowest id gathers who everyone is, every member stores
 * the same record once and for ever, and when all have stored it nobody can have stored another.
 * After that the founder answers members that are late, and makes disks known that wait for a part.
 *
 * <p>The registrar remembers nothing. In and out: {@link dev.synod.protocol.RegistrarMessage}.
 * Beside the leader it judges changes of the configuration and has the proposer end the epoch with
 * them. Beside every member it tells the others how far that has come, and the acceptor what all
 * have executed. Rules kept: D1 (what voted is a disk, not a name), G1 (memory is cleared of
 * nothing else), M1 and M5 (one change an epoch, none that leaves no live quorum), F1 and F5
 * (quorums meet), M4 (clusters don't cross), B4 (mail of others is dropped), A3 (nothing is said
 * before it is durable).
 */
@NullMarked
package dev.synod.membership;

import org.jspecify.annotations.NullMarked;
