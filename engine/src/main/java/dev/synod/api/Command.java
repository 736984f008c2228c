package dev.synod.api;

/**
 * A change of a replicated state machine, which names the type of its reply.
 *
 * <p>It is written to the log and applied by every replica, so it is immutable, has a Pekko
 * serialization binding, and holds no actor references.
 *
 * @param <R> the reply; immutable, with a Pekko serialization binding
 */
public interface Command<R> {}
