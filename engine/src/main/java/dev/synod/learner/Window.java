package dev.synod.learner;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The part of the log between what this member has put away and what is still being voted on.
 *
 * @param applied the replica has applied through this slot
 * @param delivered the replica was given the values through this slot
 * @param held the own journal holds every chosen value through this slot
 * @param through every slot through this one is known to be chosen
 * @param votes what this member has voted for above {@code through}; not known to be chosen
 * @param chosen values known to be chosen that are not yet both delivered and held, as far as the
 *     bound allows; above {@code through} behind a gap (rule P2)
 * @param closed {@code through} is the stop-sign of the epoch: what is told of later slots before
 *     the next one has begun may be void (rule M1)
 * @param replayed whether the own journal has said what it holds; before, nobody else need be asked
 */
record Window(
    long applied,
    long delivered,
    long held,
    long through,
    PSortedMap<Long, SlotVote> votes,
    PSortedMap<Long, Value> chosen,
    boolean closed,
    boolean replayed) {

  /** That of a member whose replica begins with the state after this slot. */
  static Window after(long slot) {
    return new Window(slot, slot, 0, slot, TreePMap.empty(), TreePMap.empty(), false, false);
  }

  /** With a replica that goes on after this slot, if it has not come as far yet. */
  Window restored(long slot) {
    return slot <= delivered
        ? this
        : new Window(
            slot,
            slot,
            held,
            Math.max(through, slot),
            dropThrough(votes, slot),
            dropThrough(chosen, Math.min(slot, held)),
            closed && slot <= through,
            replayed);
  }

  /** Whether this slot is known to be chosen. */
  boolean isChosen(long slot) {
    return slot <= through || chosen.containsKey(slot);
  }

  /** With a vote remembered for the day it turns out to be chosen; far-off ones are not kept. */
  Window voted(SlotVote vote, int ahead) {
    SlotVote known = votes.get(vote.slot());
    boolean older = known != null && known.ballot().above(vote.ballot());
    return isChosen(vote.slot()) || older || closed || vote.slot() > through + ahead
        ? this
        : new Window(
            applied,
            delivered,
            held,
            through,
            votes.plus(vote.slot(), vote),
            chosen,
            closed,
            replayed);
  }

  /** With a value that is chosen. A slot has one, for ever (rule C1). */
  Window choosing(long slot, Value value) {
    Value known = chosen.getOrDefault(slot, value);
    Invariant.require(
        known.equals(value), "C1", "slot %d is chosen as %s and as %s", slot, known, value);
    return slot <= done() || (closed && slot > through)
        ? this
        : new Window(
            applied,
            delivered,
            held,
            through,
            votes.minus(slot),
            chosen.plus(slot, value),
            closed,
            replayed);
  }

  /** Through this slot nothing needs to stay in memory. */
  private long done() {
    return Math.min(delivered, held);
  }

  /** Through this slot the replica has executed what the own journal holds. */
  long executed() {
    return Math.min(applied, held);
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
  Window holding(long journal) {
    long kept = Math.max(held, journal);
    return new Window(
        applied,
        delivered,
        kept,
        Math.max(through, kept),
        dropThrough(votes, kept),
        dropThrough(chosen, Math.min(delivered, kept)),
        closed && kept <= through,
        true);
  }

  /**
   * With the contiguous prefix grown as far as it goes: not beyond the stop-sign of this epoch.
   *
   * @param epoch the one that is over with the stop-sign of a later one
   */
  Window settled(long epoch) {
    if (closed) {
      return this;
    }
    long end = through;
    boolean ended = false;
    while (!ended && chosen.containsKey(end + 1)) {
      end++;
      ended = endsEpoch(chosen.get(end), epoch);
    }
    if (ended) {
      return new Window(
          applied, delivered, held, end, TreePMap.empty(), dropAfter(chosen, end), true, replayed);
    }
    return end == through
        ? this
        : new Window(
            applied, delivered, held, end, dropThrough(votes, end), chosen, false, replayed);
  }

  /** Whether this value is the last of the epoch. */
  static boolean endsEpoch(@Nullable Value value, long epoch) {
    return value instanceof Value.StopSign sign && sign.next().epoch() > epoch;
  }

  /** In the next epoch: what was voted for in the one before, and is not chosen, is void. */
  Window entering() {
    return new Window(
        applied,
        delivered,
        held,
        through,
        TreePMap.empty(),
        dropAfter(chosen, through),
        false,
        replayed);
  }

  private static PSortedMap<Long, Value> dropAfter(PSortedMap<Long, Value> map, long slot) {
    PSortedMap<Long, Value> rest = map;
    while (!rest.isEmpty() && rest.lastKey() > slot) {
      rest = rest.minus(rest.lastKey());
    }
    return rest;
  }

  /** The values that may go to the replica now, in slot order from the one after the last. */
  List<Value> deliverable(int ahead) {
    return run(delivered + 1, Math.min(through, applied + ahead));
  }

  /** The values after the journal's end that are here to be put into it, until they reach this. */
  List<Value> unheld(long bytes) {
    List<Value> values = new ArrayList<>();
    long left = bytes;
    for (long slot = held + 1; slot <= through && left > 0 && chosen.containsKey(slot); slot++) {
      Value value = chosen.get(slot);
      values.add(value);
      left -= value.size();
    }
    return values;
  }

  private List<Value> run(long first, long last) {
    List<Value> values = new ArrayList<>();
    for (long slot = first; slot <= last && chosen.containsKey(slot); slot++) {
      values.add(chosen.get(slot));
    }
    return values;
  }

  /**
   * With these delivered, and what lies too far ahead of replica and journal dropped: whoever told
   * it can be asked again.
   */
  Window delivering(int count, int ahead) {
    long given = delivered + count;
    PSortedMap<Long, Value> rest = dropThrough(chosen, Math.min(given, held));
    if (rest.size() > 2 * ahead) {
      for (Long slot : new ArrayList<>(rest.keySet())) {
        boolean wanted = slot > given && slot <= applied + ahead;
        if (slot <= through && !wanted && (slot <= held || slot > held + ahead)) {
          rest = rest.minus(slot);
        }
      }
    }
    return new Window(applied, given, held, through, votes, rest, closed, replayed);
  }

  Window applied(long slot) {
    return new Window(
        Math.max(applied, slot), delivered, held, through, votes, chosen, closed, replayed);
  }

  private static <V> PSortedMap<Long, V> dropThrough(PSortedMap<Long, V> map, long slot) {
    PSortedMap<Long, V> rest = map;
    while (!rest.isEmpty() && rest.firstKey() <= slot) {
      rest = rest.minus(rest.firstKey());
    }
    return rest;
  }
}
