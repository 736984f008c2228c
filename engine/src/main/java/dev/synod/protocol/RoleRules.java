package dev.synod.protocol;

/**
 * A role that persists nothing, as a value: what happens to it leads to another value and to things
 * to say. It can be driven without actors, copied and compared.
 *
 * @param <S> the role's state
 * @param <M> what members tell it
 * @param <N> what the other roles of its member tell it
 */
public interface RoleRules<S, M extends PaxosMessage, N extends Notice> {
  /** A member's message, admitted to this role. */
  Step<S> receive(MemberId from, M message, Moment moment);

  /** A notice of another role of this member. */
  Step<S> notice(N notice, Moment moment);

  /** The next epoch has begun; what was of the one before is dropped. */
  Step<S> enter(Entry entry, Moment moment);

  /** Time has passed. */
  Step<S> tick(Moment moment);
}
