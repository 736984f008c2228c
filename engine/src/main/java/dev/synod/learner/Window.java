package dev.synod.learner;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The part of the log between what the replica has applied and what is still being voted on.
 *
 * @param applied the replica has applied through this slot
 * @param delivered the replica was given the values through this slot
 * @param through every slot through this one is chosen, and its value is here, delivered, or in the
 *     own acceptor's journal or on the way there
 * @param votes what this member has voted for above {@code through}; not known to be chosen
 * @param chosen values known to be chosen that wait for delivery; above {@code through} behind a
 *     gap (rule P2)
 * @param logTime the highest log time through {@code through}, in milliseconds
 */
record Window(
    long applied,
    long delivered,
    long through,
    PSortedMap<Long, SlotVote> votes,
    PSortedMap<Long, Value> chosen,
    long logTime) {

  static final Window EMPTY = new Window(0, 0, 0, TreePMap.empty(), TreePMap.empty(), 0);

  /** Whether this slot is known to be chosen. */
  boolean isChosen(long slot) {
    return slot <= through || chosen.containsKey(slot);
  }

  /** With a vote remembered for the day it turns out to be chosen; far-off ones are not kept. */
  Window voted(SlotVote vote, int ahead) {
    SlotVote known = votes.get(vote.slot());
    boolean older = known != null && known.ballot().above(vote.ballot());
    return isChosen(vote.slot()) || older || vote.slot() > through + ahead
        ? this
        : new Window(applied, delivered, through, votes.plus(vote.slot(), vote), chosen, logTime);
  }

  /** With a value that is chosen. A slot has one, for ever (rule C1). */
  Window choosing(long slot, Value value) {
    Value known = chosen.getOrDefault(slot, value);
    Invariant.require(
        known.equals(value), "C1", "slot %d is chosen as %s and as %s", slot, known, value);
    return slot <= delivered
        ? this
        : new Window(
            applied, delivered, through, votes.minus(slot), chosen.plus(slot, value), logTime);
  }

  /** With the own votes under exactly this ballot taken as chosen (rule C2). */
  Window matching(Ballot ballot, long announced) {
    Window matched = this;
    for (SlotVote vote : votes.values()) {
      if (vote.slot() > announced) {
        break;
      }
      if (vote.ballot().equals(ballot)) {
        matched = matched.choosing(vote.slot(), vote.value());
      }
    }
    return matched;
  }

  /** With everything through this slot known to stand as chosen in the own journal. */
  Window holding(long held, long heldLogTime) {
    return held <= through
        ? this
        : new Window(
            applied,
            delivered,
            held,
            dropThrough(votes, held),
            chosen,
            Math.max(logTime, heldLogTime));
  }

  /** With the contiguous prefix grown as far as it goes. */
  Window settled() {
    long end = through;
    long time = logTime;
    Value next = chosen.get(end + 1);
    while (next != null) {
      end++;
      time = Math.max(time, next.logTime());
      next = chosen.get(end + 1);
    }
    return end == through
        ? this
        : new Window(applied, delivered, end, dropThrough(votes, end), chosen, time);
  }

  /** The values that may go to the replica now, in slot order from the one after the last. */
  List<Value> deliverable(int ahead) {
    List<Value> values = new ArrayList<>();
    Value next = chosen.get(delivered + 1);
    for (long slot = delivered + 1; next != null && slot <= Math.min(through, applied + ahead); ) {
      values.add(next);
      slot++;
      next = chosen.get(slot);
    }
    return values;
  }

  /** With these delivered, and what is too far ahead dropped: the own journal has it. */
  Window delivering(int count, int ahead) {
    PSortedMap<Long, Value> rest = dropThrough(chosen, delivered + count);
    if (rest.size() > ahead) {
      for (Long slot : new ArrayList<>(rest.keySet())) {
        if (slot > applied + ahead && slot <= through) {
          rest = rest.minus(slot);
        }
      }
    }
    return new Window(applied, delivered + count, through, votes, rest, logTime);
  }

  Window applied(long slot) {
    return new Window(Math.max(applied, slot), delivered, through, votes, chosen, logTime);
  }

  private static <V> PSortedMap<Long, V> dropThrough(PSortedMap<Long, V> map, long slot) {
    PSortedMap<Long, V> rest = map;
    while (!rest.isEmpty() && rest.firstKey() <= slot) {
      rest = rest.minus(rest.firstKey());
    }
    return rest;
  }
}
