package dev.synod.testkit.journal;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** Remembers lines. */
final class Diary extends EventSourcedBehavior<Diary.Command, String, String> {
  /** What it understands. */
  sealed interface Command {}

  /** Replies with all lines once this one is remembered. */
  record Write(String line, ActorRef<String> replyTo) implements Command {}

  /** Replies with all lines. */
  record Read(ActorRef<String> replyTo) implements Command {}

  private Diary(String id) {
    super(PersistenceId.ofUniqueId(id));
  }

  static Behavior<Command> create(String id) {
    return new Diary(id);
  }

  @Override
  public String emptyState() {
    return "";
  }

  @Override
  public CommandHandler<Command, String, String> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Write.class,
            write -> Effect().persist(write.line()).thenReply(write.replyTo(), lines -> lines))
        .onCommand(Read.class, (lines, read) -> Effect().reply(read.replyTo(), lines))
        .build();
  }

  @Override
  public EventHandler<String, String> eventHandler() {
    return (lines, line) -> lines + line;
  }
}
