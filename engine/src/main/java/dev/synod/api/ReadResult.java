package dev.synod.api;

/**
 * The answer to a query.
 *
 * @param slot the answering replica had applied the log through this slot
 * @param <R> the answer
 */
public record ReadResult<R>(R value, long slot) {}
