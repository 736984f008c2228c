package dev.synod.api;

/**
 * A question to a replicated state machine, which names the type of its answer. It is not written
 * to the log.
 *
 * @param <R> the answer; immutable
 */
public interface Query<R> {}
