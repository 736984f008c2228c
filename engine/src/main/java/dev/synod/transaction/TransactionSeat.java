package dev.synod.transaction;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What an actor of transactions has around it.
 *
 * @param journal id of the journal plugin
 * @param clock monotonic, in milliseconds
 * @param chance used by this actor alone
 * @param patience milliseconds that who waits waits at least
 */
public record TransactionSeat(
    MemberId member,
    String journal,
    TransactionPostbox postbox,
    LongSupplier clock,
    RandomGenerator chance,
    long patience) {

  /** Now. */
  Moment moment() {
    return new Moment(clock.getAsLong(), chance);
  }
}
