package dev.synod.persistence.contract;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.DeleteEventsCompleted;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * A persistent actor as a user would write it: its events are words, its state is all of them, each
 * ended by a full stop.
 */
final class Diary extends EventSourcedBehavior<Diary.Entry, Object, String> {
  /** Words that are to be persisted at once; the reply is the new state. */
  record Entry(List<?> words, ActorRef<String> replyTo) {}

  /**
   * How the diary is kept.
   *
   * @param snapshotEvery after how many events there is a snapshot, and what is older is deleted; 0
   *     for no snapshots at all
   * @param events told the state at the end of the recovery, and up to where events were deleted
   */
  record Keeping(String journal, String snapshots, int snapshotEvery, ActorRef<Object> events) {}

  private final Keeping keeping;

  private Diary(String id, Keeping keeping) {
    super(PersistenceId.ofUniqueId(id));
    this.keeping = keeping;
  }

  static Behavior<Entry> create(String id, Keeping keeping) {
    return new Diary(id, keeping);
  }

  @Override
  public String journalPluginId() {
    return keeping.journal();
  }

  @Override
  public String snapshotPluginId() {
    return keeping.snapshots();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return keeping.snapshotEvery() == 0
        ? RetentionCriteria.disabled()
        : RetentionCriteria.snapshotEvery(keeping.snapshotEvery(), 1).withDeleteEventsOnSnapshot();
  }

  @Override
  public String emptyState() {
    return "";
  }

  @Override
  public CommandHandler<Entry, Object, String> commandHandler() {
    return (state, entry) ->
        Effect().persist(List.<Object>copyOf(entry.words())).thenReply(entry.replyTo(), all -> all);
  }

  @Override
  public EventHandler<String, Object> eventHandler() {
    return (state, word) -> state + word + ".";
  }

  @Override
  public SignalHandler<String> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), state -> keeping.events().tell(state))
        .onSignal(
            DeleteEventsCompleted.class,
            (state, deleted) -> keeping.events().tell(deleted.getToSequenceNr()))
        .build();
  }
}
