package dev.synod.shell;

import dev.synod.protocol.Entry;
import dev.synod.protocol.LocalRequest;

/**
 * To every role of a member: the next epoch has begun here. Until a role hears it, it speaks and
 * listens in the epoch before, which is as if its mail took longer.
 *
 * @param seat what it has around it from now on
 */
public record Enter(Entry entry, Seat seat) implements LocalRequest {}
