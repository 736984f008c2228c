package dev.synod.register;

import dev.synod.protocol.MemberId;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a proposer has around it.
 *
 * @param journal id of the journal plugin
 * @param clock monotonic, in milliseconds
 * @param chance used by this proposer alone
 */
public record RegisterSeat(
    MemberId self,
    String journal,
    RegisterPostbox postbox,
    LongSupplier clock,
    RandomGenerator chance) {}
