package dev.synod;

import dev.synod.protocol.Effect;
import dev.synod.protocol.Entry;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import java.util.List;
import java.util.Random;

/** Drives one role's rules by hand, and keeps what the last step wanted said. */
public final class Driver<S extends RoleRules<S, M, N>, M extends PaxosMessage, N extends Notice> {
  private final Random chance = new Random(1);
  private S state;
  private long now;
  private List<Effect> said = List.of();

  public Driver(S state) {
    this.state = state;
  }

  public S state() {
    return state;
  }

  public long now() {
    return now;
  }

  /** A member's message arrives. */
  public Driver<S, M, N> hear(MemberId from, M message) {
    return take(state.receive(from, message, new Moment(now, chance)));
  }

  /** Another role of the same member says something. */
  public Driver<S, M, N> told(N notice) {
    return take(state.notice(notice, new Moment(now, chance)));
  }

  /** The next epoch begins. */
  public Driver<S, M, N> entering(Entry entry) {
    return take(state.enter(entry, new Moment(now, chance)));
  }

  /** Time passes. */
  public Driver<S, M, N> after(long millis) {
    now += millis;
    return take(state.tick(new Moment(now, chance)));
  }

  private Driver<S, M, N> take(Step<S> step) {
    state = step.state();
    said = step.effects();
    return this;
  }

  public List<Effect> said() {
    return said;
  }

  /** The messages and notices of a kind in what was said last, each once per receiver. */
  public <T> List<T> said(Class<T> kind) {
    return said.stream()
        .map(
            effect ->
                effect instanceof Effect.Send send
                    ? send.message()
                    : ((Effect.Post) effect).notice())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Whom a message of that kind went to. */
  public List<MemberId> receivers(Class<? extends PaxosMessage> kind) {
    return said.stream()
        .filter(effect -> effect instanceof Effect.Send send && kind.isInstance(send.message()))
        .map(effect -> ((Effect.Send) effect).to())
        .toList();
  }
}
