package dev.synod.persistence.store;

/**
 * What a store has done since it was opened.
 *
 * @param batches how many times it wrote and synced
 * @param records records in them, those of the store's own included
 * @param bytes bytes in them
 * @param nanos time that writing and syncing took, together
 * @param longestNanos the longest of those times
 * @param queued requests that wait now
 * @param queuedBytes bytes that they hold
 */
public record Figures(
    long batches,
    long records,
    long bytes,
    long nanos,
    long longestNanos,
    int queued,
    long queuedBytes) {}
