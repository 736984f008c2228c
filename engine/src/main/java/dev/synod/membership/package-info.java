/**
 * Who belongs to a group: its founding, and which mail concerns its members.
 *
 * <p>Remembers (in a journal of its own, beside the acceptor's): the incarnation of this directory,
 * the one founding record that it agreed to, and that the record became epoch 1. In and out: {@link
 * dev.synod.protocol.FounderMessage}. The lowest id gathers who everyone is, every member stores
 * the same record once and for ever, and when all have stored it nobody can have stored another.
 * After that the founder answers members that are late or come back with another disk. Rules kept:
 * D1 (what voted is a disk, not a name), M4 (clusters don't cross), B4 (mail of others is dropped),
 * A3 (nothing is said before it is durable).
 */
@NullMarked
package dev.synod.membership;

import org.jspecify.annotations.NullMarked;
