package dev.synod.decree;

import dev.synod.protocol.Ballot;

/**
 * That an acceptor has accepted this value under this ballot.
 *
 * @param <V> the values to choose from; must have {@code equals}
 */
public record Vote<V>(Ballot ballot, V value) {}
