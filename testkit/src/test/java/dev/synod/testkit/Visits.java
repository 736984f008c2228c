package dev.synod.testkit;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** A persistent actor as a user has it: on the default journal, which it does not name. */
final class Visits extends EventSourcedBehavior<Visits.Visit, String, Long> {

  /** Replies with the number of visits so far. */
  record Visit(ActorRef<Long> replyTo) {}

  static final String ID = "visits";

  private Visits() {
    super(PersistenceId.ofUniqueId(ID));
  }

  static Behavior<Visit> create() {
    return new Visits();
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Visit, String, Long> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Visit.class,
            visit -> Effect().persist("visited").thenReply(visit.replyTo(), count -> count))
        .build();
  }

  @Override
  public EventHandler<Long, String> eventHandler() {
    return (count, visited) -> count + 1;
  }
}
