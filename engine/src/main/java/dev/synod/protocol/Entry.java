package dev.synod.protocol;

import java.util.Optional;

/**
 * A member's way into an epoch, for all its roles at once.
 *
 * @param configuration of that epoch
 * @param reserved the ballot that the own acceptor has promised durably on the way in, so that this
 *     member may begin phase 1 under it at once (rule B2)
 */
public record Entry(Configuration configuration, Optional<Ballot> reserved) {}
