package dev.synod.testkit.bugs;

import dev.synod.protocol.Entry;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.shell.RoleShell;
import dev.synod.shell.Seat;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** A role's rules with one mistake, in the engine's own shell. */
record TwistedRules<S extends RoleRules<S, M, N>, M extends PaxosMessage, N extends Notice>(
    S sound, Twist<S, M, N> twist) implements RoleRules<TwistedRules<S, M, N>, M, N> {

  @Override
  public Step<TwistedRules<S, M, N>> receive(MemberId from, M message, Moment moment) {
    return wrap(twist.receive(sound, from, message, moment));
  }

  @Override
  public Step<TwistedRules<S, M, N>> notice(N notice, Moment moment) {
    return wrap(twist.notice(sound, notice, moment));
  }

  @Override
  public Step<TwistedRules<S, M, N>> enter(Entry entry, Moment moment) {
    return wrap(sound.enter(entry, moment));
  }

  @Override
  public Step<TwistedRules<S, M, N>> tick(Moment moment) {
    return wrap(twist.tick(sound, moment));
  }

  private Step<TwistedRules<S, M, N>> wrap(Step<S> step) {
    Step<S> said = twist.saying(step);
    return new Step<>(new TwistedRules<>(said.state(), twist), said.effects());
  }

  /** The actor of these rules. */
  static <S extends RoleRules<S, M, N>, M extends PaxosMessage, N extends Notice>
      Behavior<Mail> actor(
          Seat seat,
          Class<M> messages,
          Class<N> notices,
          TwistedRules<S, M, N> rules,
          Duration tick) {
    return Shell.create(seat, messages, notices, rules, tick);
  }

  private static final class Shell<
          S extends RoleRules<S, M, N>, M extends PaxosMessage, N extends Notice>
      extends RoleShell<TwistedRules<S, M, N>, M, N> {
    private Shell(
        ActorContext<Mail> context,
        Seat seat,
        Class<M> messages,
        Class<N> notices,
        TwistedRules<S, M, N> initial) {
      super(context, seat, messages, notices, initial);
    }

    static <S extends RoleRules<S, M, N>, M extends PaxosMessage, N extends Notice>
        Behavior<Mail> create(
            Seat seat,
            Class<M> messages,
            Class<N> notices,
            TwistedRules<S, M, N> rules,
            Duration tick) {
      return ticking(tick, context -> new Shell<>(context, seat, messages, notices, rules));
    }
  }
}
