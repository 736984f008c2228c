package dev.synod.persistence.bench;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** A persistent actor that stores one event a command, always the same, and remembers nothing. */
final class Scribe extends EventSourcedBehavior<Scribe.Write, byte[], Done> {
  /** Store the event once more; the answer comes when it is. */
  record Write(ActorRef<Done> replyTo) {}

  private final String journal;
  private final byte[] event;

  Scribe(String id, String journal, byte[] event) {
    super(PersistenceId.ofUniqueId(id));
    this.journal = journal;
    this.event = event;
  }

  @Override
  public String journalPluginId() {
    return journal;
  }

  @Override
  public Done emptyState() {
    return Done.getInstance();
  }

  @Override
  public CommandHandler<Write, byte[], Done> commandHandler() {
    return (state, write) ->
        Effect().persist(event).thenReply(write.replyTo(), done -> Done.getInstance());
  }

  @Override
  public EventHandler<Done, byte[]> eventHandler() {
    return (state, stored) -> state;
  }
}
