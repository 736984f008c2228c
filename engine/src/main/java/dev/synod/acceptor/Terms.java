package dev.synod.acceptor;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.LeaseTerms;

/**
 * What an acceptor decides by, besides its journal.
 *
 * @param pageBytes bound of the values in one answer; one value always fits
 * @param configuration of the epoch that its member is in, which may be another than its own
 * @param grant what it owes to a leader
 * @param now by its monotonic clock, in milliseconds
 */
public record Terms(int pageBytes, Configuration configuration, Grant grant, long now) {

  /** The leases of an epoch; none if this member is not there. */
  LeaseTerms leases(long epoch) {
    return configuration.epoch() == epoch ? configuration.leases() : LeaseTerms.NONE;
  }

  Terms with(Grant other) {
    return new Terms(pageBytes, configuration, other, now);
  }
}
