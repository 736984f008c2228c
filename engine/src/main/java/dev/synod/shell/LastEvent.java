package dev.synod.shell;

import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Keeps a journal short in which an event now and then says all that is to be known: those before
 * it are deleted. A deletion that fails is made good by the next one.
 */
public final class LastEvent {
  private final long span;
  private final PersistencePlugins plugins;
  private final ActorContext<?> context;
  private final String journal;
  private final String persistenceId;

  /**
   * For one journal.
   *
   * @param span each event whose number is a multiple of it says all
   */
  public LastEvent(ActorContext<?> context, String journal, String persistenceId, long span) {
    this.span = span;
    this.plugins = new PersistencePlugins(context.getSystem());
    this.context = context;
    this.journal = journal;
    this.persistenceId = persistenceId;
  }

  /** Whether the event of this number has to say all. */
  public boolean says(long sequence) {
    return sequence % span == 0;
  }

  /** The event of this number is durable. */
  public void written(long sequence) {
    if (says(sequence)) {
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
