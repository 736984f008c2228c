package dev.synod.register;

import dev.synod.shell.PersistencePlugins;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Keeps a journal short of which the last event is all: the others are deleted now and then. A
 * deletion that fails is made good by the next one.
 */
final class LastEvent {
  /** Events between two deletions. */
  private static final long SPAN = 64;

  private final PersistencePlugins plugins;
  private final ActorContext<?> context;
  private final String journal;
  private final String persistenceId;

  LastEvent(ActorContext<?> context, String journal, String persistenceId) {
    this.plugins = new PersistencePlugins(context.getSystem());
    this.context = context;
    this.journal = journal;
    this.persistenceId = persistenceId;
  }

  /** The event of this number is durable. */
  void written(long sequence) {
    if (sequence % SPAN == 0) {
      var log = context.getLog();
      var unused =
          plugins
              .deleteEvents(journal, persistenceId, sequence - 1)
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null) {
                      log.warn(
                          "{}: the events before {} are not deleted, the journal stays longer ({})",
                          persistenceId,
                          sequence,
                          failure.toString());
                    }
                  });
    }
  }
}
