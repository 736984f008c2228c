package dev.synod.testkit.commit;

import dev.synod.protocol.MemberId;

/**
 * A letter that is on its way.
 *
 * @param number of the order in which they were sent
 * @param depth how many messages, one after the other, it took until this one arrives
 */
public record Flight<M>(long number, MemberId from, MemberId to, M message, int depth) {}
