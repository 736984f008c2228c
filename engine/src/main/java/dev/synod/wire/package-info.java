/**
 * How messages, events and batches become bytes, and back.
 *
 * <p>Remembers nothing. {@code synod.proto} is the format and says how it may evolve; the codecs
 * are pure functions between the records of the other rooms and the classes made from it; {@link
 * dev.synod.wire.SynodSerializer} is where Pekko calls them. A batch is written once, by the
 * proposer ({@link dev.synod.wire.CommandCodec}), and opened by replicas alone; in between its
 * bytes are passed on without a copy where that is safe.
 *
 * <p>Rules kept here: B4 and M4 (every message carries group, cluster, epoch and incarnation), P1
 * (the commands of a batch keep their order). What can't be read is refused: a message is dropped
 * as if the network had lost it, an event stops the member, for a journal with a hole would forget
 * a promise (rule A1). Nothing here trusts a byte: what comes in is checked as its record checks
 * it.
 */
@NullMarked
package dev.synod.wire;

import org.jspecify.annotations.NullMarked;
