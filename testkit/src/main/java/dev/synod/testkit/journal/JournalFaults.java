package dev.synod.testkit.journal;

/**
 * What goes wrong with the writes and deletions of one persistence id, or of all: a {@link
 * FaultyJournal} gives it. For any thread.
 */
public final class JournalFaults {
  private final FaultyJournal journal;
  private final String scope;

  /** What happens to a write. */
  enum Fault {
    NOTHING_IS_STORED,
    SYNC_FAILS,
    REJECTED
  }

  /** What happens to a deletion. */
  enum DeletionFault {
    NOTHING_IS_DELETED,
    SYNC_FAILS
  }

  JournalFaults(FaultyJournal journal, String scope) {
    this.journal = journal;
    this.scope = scope;
  }

  /** The next write fails, and nothing of it is stored: no space is left, say. */
  public void failNextWrite() {
    journal.plan(scope, Fault.NOTHING_IS_STORED);
  }

  /**
   * The next write is stored, but its sync fails, and the writer is told so. The events are there
   * after a restart, but not after a {@link FaultyJournal#powerFailure()}: no later sync saves
   * them, as on Linux.
   */
  public void failNextSync() {
    journal.plan(scope, Fault.SYNC_FAILS);
  }

  /** The next write is refused before anything is stored, as events that can't be serialized. */
  public void rejectNextWrite() {
    journal.plan(scope, Fault.REJECTED);
  }

  /** The next deletion of events fails, and none is deleted. */
  public void failNextDeletion() {
    journal.plan(scope, DeletionFault.NOTHING_IS_DELETED);
  }

  /**
   * The next deletion of events is done, but its sync fails, and who asked for it is told so. The
   * events are still gone after a restart, but back after a {@link FaultyJournal#powerFailure()}.
   */
  public void failNextDeletionSync() {
    journal.plan(scope, DeletionFault.SYNC_FAILS);
  }

  /** From now on syncs hang, until {@link #release()}; events are stored, or deleted, unsynced. */
  public void hang() {
    journal.hang(scope);
  }

  /** What hangs is synced, and who waits is told so; for all ids, whoever had them hang. */
  public void release() {
    journal.release(scope);
  }
}
