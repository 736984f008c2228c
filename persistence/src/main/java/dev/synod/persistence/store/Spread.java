package dev.synod.persistence.store;

/**
 * How a quantity is spread over all batches since the store was opened; 0 before the first one.
 *
 * @param p50 half of the batches had no more; at most 1 % above the true value
 * @param p99 of 100 batches 99 had no more; at most 1 % above the true value
 * @param max the most that one had
 */
public record Spread(long p50, long p99, long max) {}
