package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.transaction.Note.Begun;
import dev.synod.transaction.Note.Ended;
import dev.synod.transaction.Note.Forgotten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The transactions that were begun at a member.
 *
 * @param origin the member
 * @param last the highest number so far, or 0
 * @param open those that some participant is not done with, by number
 */
public record Openings(MemberId origin, long last, TreePMap<Long, Opening> open) {

  /**
   * One of them.
   *
   * @param participants members; durable with its number (rule K4)
   * @param outcome volatile: it is found again
   * @param unsettled who is not known to be done with it; volatile: they are asked again
   */
  public record Opening(
      List<MemberId> participants, Optional<Choice> outcome, TreePSet<MemberId> unsettled) {
    private static Opening of(List<MemberId> participants) {
      return new Opening(participants, Optional.empty(), TreePSet.from(participants));
    }
  }

  static Openings none(MemberId origin) {
    return new Openings(origin, 0, TreePMap.empty());
  }

  /** The next one. */
  Begun next(List<MemberId> participants) {
    return new Begun(last + 1, participants);
  }

  /** With what became durable together. */
  Openings with(TransactionEvent.Recorded recorded) {
    return (recorded.whole() ? none(origin) : this).with(recorded.notes());
  }

  /** With these notes. */
  Openings with(List<Note> notes) {
    Openings next = this;
    for (Note note : notes) {
      next = next.with(note);
    }
    return next;
  }

  private Openings with(Note note) {
    if (note instanceof Begun begun) {
      return new Openings(
          origin,
          Math.max(last, begun.number()),
          open.plus(begun.number(), Opening.of(begun.participants())));
    }
    if (note instanceof Ended ended) {
      return new Openings(origin, last, open.minus(ended.number()));
    }
    return note instanceof Forgotten forgotten
        ? new Openings(origin, forgotten.finished().through(), open)
        : this;
  }

  /**
   * With the outcome of one, as far as it is open.
   *
   * @throws Invariant.Breach if it was another one (rule K3)
   */
  Openings decided(long number, Choice outcome) {
    Opening before = open.get(number);
    if (before == null) {
      return this;
    }
    before
        .outcome()
        .ifPresent(
            known ->
                Invariant.require(
                    known == outcome, "K3", "%s comes after it was %s", outcome, known));
    return with(
        number, new Opening(before.participants(), Optional.of(outcome), before.unsettled()));
  }

  /** A participant is done with this one; once all are, that is to be remembered. */
  Openings settled(long number, MemberId participant) {
    Opening before = open.get(number);
    return before == null
        ? this
        : with(
            number,
            new Opening(
                before.participants(), before.outcome(), before.unsettled().minus(participant)));
  }

  private Openings with(long number, Opening opening) {
    return new Openings(origin, last, open.plus(number, opening));
  }

  /** That this one has ended, if all participants are done with it. */
  Optional<Ended> ended(long number) {
    return Optional.ofNullable(open.get(number))
        .filter(opening -> opening.unsettled().isEmpty())
        .map(opening -> new Ended(number));
  }

  /** What may be forgotten by all; true only of what is durable. */
  Finished finished() {
    return new Finished(origin.value(), last, List.copyOf(open.keySet()));
  }

  /** Notes that say all that is durable. */
  List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    notes.add(new Forgotten(finished()));
    open.forEach((number, opening) -> notes.add(new Begun(number, opening.participants())));
    return notes;
  }

  /** How many of them wait for this participant. */
  long held(MemberId participant) {
    return open.values().stream()
        .filter(opening -> opening.unsettled().contains(participant))
        .count();
  }
}
