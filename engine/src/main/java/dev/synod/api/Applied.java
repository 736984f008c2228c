package dev.synod.api;

/**
 * What a command did: the state that follows and the reply.
 *
 * @param <S> the state
 * @param <R> the reply
 */
public record Applied<S, R>(S state, R reply) {
  /** The state that follows and the reply. */
  public static <S, R> Applied<S, R> of(S state, R reply) {
    return new Applied<>(state, reply);
  }
}
