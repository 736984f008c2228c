package dev.synod.membership;

import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.SessionLimits;

/** What the settings of the member with the lowest id make of epoch 1, besides its members. */
public record FoundingTerms(SessionLimits sessions, LeaseTerms leases) {}
