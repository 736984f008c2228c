package dev.synod.register;

import dev.synod.decree.DecreeAcceptor;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.register.RegisterEvent.Held;
import dev.synod.register.RegisterMessage.Answered;
import dev.synod.register.RegisterMessage.Asked;
import dev.synod.shell.LastEvent;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * The event-sourced actor of a register's acceptor: what {@link DecreeAcceptor} wants remembered is
 * durable before its reply leaves (rule A3). A journal that fails stops it for good (rule D3).
 */
public final class RegisterAcceptor
    extends EventSourcedBehavior<RegisterMail, Held, DecreeAcceptor<Content<Payload>>> {
  private final ActorContext<RegisterMail> context;
  private final Lineup lineup;
  private final MemberId self;
  private final String journal;
  private final RegisterPostbox postbox;
  private final LastEvent last;
  private Optional<Lineup> lastStranger = Optional.empty();

  private RegisterAcceptor(
      ActorContext<RegisterMail> context,
      Lineup lineup,
      MemberId self,
      String journal,
      RegisterPostbox postbox) {
    super(PersistenceId.ofUniqueId(lineup.persistenceId(self, "acceptor")));
    this.context = context;
    this.lineup = lineup;
    this.self = self;
    this.journal = journal;
    this.postbox = postbox;
    this.last =
        new LastEvent(context, journal, lineup.persistenceId(self, "acceptor"), Lineup.SPAN);
  }

  /**
   * A member's acceptor, which begins with what its journal holds.
   *
   * @param journal id of the journal plugin
   */
  public static Behavior<RegisterMail> create(
      Lineup lineup, MemberId self, String journal, RegisterPostbox postbox) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(RegisterAcceptor.class);
          return new RegisterAcceptor(context, lineup, self, journal, postbox);
        });
  }

  @Override
  public String journalPluginId() {
    return journal;
  }

  @Override
  public String snapshotPluginId() {
    return "pekko.persistence.no-snapshot-store";
  }

  @Override
  public DecreeAcceptor<Content<Payload>> emptyState() {
    return DecreeAcceptor.empty();
  }

  @Override
  public EventHandler<DecreeAcceptor<Content<Payload>>, Held> eventHandler() {
    return (state, held) -> {
      lineup.requireSame(held.lineup());
      return held.acceptor();
    };
  }

  @Override
  public CommandHandler<RegisterMail, Held, DecreeAcceptor<Content<Payload>>> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Asked.class, this::onAsked)
        .onAnyCommand(() -> Effect().none());
  }

  private Effect<Held, DecreeAcceptor<Content<Payload>>> onAsked(
      DecreeAcceptor<Content<Payload>> state, Asked asked) {
    if (!asked.lineup().equals(lineup)) {
      warnOnce(asked);
      return Effect().none();
    }
    if (!sane(asked.request().ballot(), state)) {
      context
          .getLog()
          .error(
              "{} asks under ballot {}, which nobody can have reached from {}: it is damaged, and"
                  + " not heard",
              asked.from(),
              asked.request().ballot(),
              state.promised());
      return Effect().none();
    }
    var answer = state.receive(asked.request());
    Answered said = new Answered(lineup, self, answer.reply());
    if (answer.state().equals(state)) {
      return Effect().none().thenRun(same -> postbox.answer(asked.from(), said));
    }
    return Effect()
        .persist(new Held(lineup, answer.state()))
        .thenRun(
            written -> {
              postbox.answer(asked.from(), said);
              last.written(lastSequenceNumber(context));
            });
  }

  /** Rule B6: a ballot out of this world would be promised, and no other ever after. */
  private static boolean sane(Ballot ballot, DecreeAcceptor<Content<Payload>> state) {
    return ballot.epoch() == RegisterProposer.EPOCH
        && ballot.round() > 0
        && !ballot.leapsOver(state.promised());
  }

  private void warnOnce(Asked asked) {
    if (!lastStranger.equals(Optional.of(asked.lineup()))) {
      lastStranger = Optional.of(asked.lineup());
      context
          .getLog()
          .warn(
              "{} asks for {}, but this is {}: start the register with one list on all nodes",
              asked.from(),
              asked.lineup(),
              lineup);
    }
  }
}
