package dev.synod.transaction;

import dev.synod.api.TransactionId;
import dev.synod.commit.CommitEvent;
import dev.synod.transaction.Note.Forgotten;
import dev.synod.transaction.Note.Remembered;
import dev.synod.transaction.Note.Settled;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.TreePMap;

/**
 * What a node has remembered of transactions: all that is left of it after a crash.
 *
 * @param pasts of those that are not forgotten
 * @param finished what is forgotten, by origin
 */
public record History(TreePMap<TransactionId, Past> pasts, TreePMap<String, Finished> finished) {

  /**
   * What it has remembered of one transaction.
   *
   * @param settled whether its resource manager is done with it
   */
  public record Past(List<CommitEvent> events, boolean settled) {
    static final Past NONE = new Past(List.of(), false);

    /** Copies the list. */
    public Past {
      events = List.copyOf(events);
    }

    /** The last event of each kind says all that those of its kind have to say. */
    private Past with(List<CommitEvent> more) {
      List<CommitEvent> all = new ArrayList<>(events);
      for (CommitEvent event : more) {
        all.removeIf(before -> before.getClass() == event.getClass());
        all.add(event);
      }
      return new Past(all, settled);
    }
  }

  static final History EMPTY = new History(TreePMap.empty(), TreePMap.empty());

  /** With what became durable together. */
  History with(TransactionEvent.Recorded recorded) {
    return (recorded.whole() ? EMPTY : this).with(recorded.notes());
  }

  /** With these notes. */
  History with(List<Note> notes) {
    History next = this;
    for (Note note : notes) {
      next = next.with(note);
    }
    return next;
  }

  private History with(Note note) {
    if (note instanceof Remembered remembered) {
      return with(
          remembered.transaction(), past(remembered.transaction()).with(remembered.events()));
    }
    if (note instanceof Settled settled) {
      return with(settled.transaction(), new Past(past(settled.transaction()).events(), true));
    }
    return note instanceof Forgotten forgotten ? without(forgotten.finished()) : this;
  }

  private Past past(TransactionId transaction) {
    return pasts.getOrDefault(transaction, Past.NONE);
  }

  private History with(TransactionId transaction, Past past) {
    return new History(pasts.plus(transaction, past), finished);
  }

  private History without(Finished news) {
    return new History(
        pasts.minusAll(pasts.keySet().stream().filter(news::has).toList()),
        finished.plus(news.origin(), news));
  }

  /** Notes that say all of it. */
  List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    finished.values().forEach(done -> notes.add(new Forgotten(done)));
    pasts.forEach(
        (transaction, past) -> {
          notes.add(new Remembered(transaction, past.events()));
          if (past.settled()) {
            notes.add(new Settled(transaction));
          }
        });
    return notes;
  }
}
