package dev.synod.api;

/**
 * What a command may know of the world while it is applied: the same on every replica.
 *
 * @param slot the slot of the log that the command stands in, at least 1
 * @param logTimeMillis time as the log tells it: grows with the leader's clock, never goes back,
 *     stands still without a leader; unrelated to the date
 */
public record ApplyContext(long slot, long logTimeMillis) {}
