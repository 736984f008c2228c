package dev.synod.acceptor;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Optional;

/** What an acceptor's journal holds. */
public sealed interface AcceptorEvent {

  /**
   * Everything that one write made durable, at once or not at all (rule A2). It repeats epoch,
   * promise, chosen prefix and cut, so that any suffix of the journal tells them.
   *
   * @param counter 1 for the first event, then one more each time (rule A8)
   * @param epoch the one that this acceptor is in after this write (rule M2)
   * @param promised the promise after this write
   * @param chosenThrough the chosen prefix after this write
   * @param votes the last vote cast in this write per slot, in slot order
   * @param learnedFirst the slot of the first learned value; 0 if there is none
   * @param learned values told to be chosen, without a gap; where one stands, it and not the vote
   *     is the slot's value
   * @param cut where the log begins after this write
   */
  record Recorded(
      GroupName group,
      MemberId member,
      Incarnation incarnation,
      long counter,
      long epoch,
      Ballot promised,
      long chosenThrough,
      List<SlotVote> votes,
      long learnedFirst,
      List<Value> learned,
      Cut cut)
      implements AcceptorEvent {
    /** Copies the lists. */
    public Recorded {
      votes = List.copyOf(votes);
      learned = List.copyOf(learned);
    }

    /** The value told for a slot. */
    Optional<Value> learnedAt(long slot) {
      long index = slot - learnedFirst;
      return index >= 0 && index < learned.size()
          ? Optional.of(learned.get((int) index))
          : Optional.empty();
    }

    /** The highest slot that it has a vote or a value for; 0 if it has none. */
    long reach() {
      long voted = votes.isEmpty() ? 0 : votes.get(votes.size() - 1).slot();
      return learned.isEmpty() ? voted : Math.max(voted, learnedFirst + learned.size() - 1);
    }
  }
}
