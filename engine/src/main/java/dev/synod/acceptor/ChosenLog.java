package dev.synod.acceptor;

import dev.synod.protocol.Value;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The chosen values that an acceptor holds, from some slot on, without a gap.
 *
 * @param base the slot before the first; the cut's, or where more was cleared that one, but for a
 *     replay that has not reached the event which tells it
 * @param values of the slots after {@code base}
 * @param logTime the highest log time among the chosen values, those before included
 * @param cleared what is in the journal but not here
 */
record ChosenLog(Cut cut, long base, PVector<Value> values, long logTime, Cleared cleared) {
  static final ChosenLog EMPTY =
      new ChosenLog(Cut.NONE, 0, TreePVector.empty(), 0, Cleared.NOTHING);

  /**
   * What was dropped from memory alone; a replay brings it back.
   *
   * @param through the values of the slots through this one
   * @param sign the last stop-sign among them
   */
  record Cleared(long through, Optional<Value.StopSign> sign) {
    static final Cleared NOTHING = new Cleared(0, Optional.empty());
  }

  /** Every slot through this one is chosen. */
  long through() {
    return base + values.size();
  }

  Optional<Value> at(long slot) {
    return slot > base && slot <= through()
        ? Optional.of(values.get((int) (slot - base) - 1))
        : Optional.empty();
  }

  /**
   * After which slot those of the last values through this one begin that are in memory and have no
   * more than so many bytes together; 0 if that is all that are.
   */
  long tail(long slot, long bytes) {
    long first = Math.min(slot, through());
    long rest = bytes;
    while (first > base && rest >= at(first).orElseThrow().size()) {
      rest -= at(first).orElseThrow().size();
      first--;
    }
    return first > base ? first : 0;
  }

  /** The last stop-sign in it, or cleared from it. Takes as long as it is long. */
  Optional<Value.StopSign> lastSign() {
    return lastSign(through());
  }

  private Optional<Value.StopSign> lastSign(long end) {
    Optional<Value.StopSign> last = cleared.sign();
    long slot = base;
    for (Value value : values) {
      if (++slot > end) {
        break;
      }
      if (value instanceof Value.StopSign sign) {
        last = Optional.of(sign);
      }
    }
    return last;
  }

  ChosenLog plus(Value value) {
    return new ChosenLog(
        cut, base, values.plus(value), Math.max(logTime, value.logTime()), cleared);
  }

  /** Begins after this slot, whatever was there before. */
  ChosenLog from(long slot) {
    PVector<Value> rest = slot >= through() ? TreePVector.empty() : values;
    for (long first = base; first < slot && !rest.isEmpty(); first++) {
      rest = rest.minus(0);
    }
    return new ChosenLog(cut, slot, rest, logTime, cleared);
  }

  /** Without the values of the slots through this one; what it has not chosen yet stays open. */
  ChosenLog clearing(long slot) {
    long end = Math.min(slot, through());
    if (end <= base) {
      return this;
    }
    ChosenLog rest = from(end);
    return new ChosenLog(cut, end, rest.values, logTime, new Cleared(end, lastSign(end)));
  }

  /** Begins where this cut says, unless it begins later already. */
  ChosenLog cutAt(Cut made) {
    ChosenLog rest = made.slot() > base ? from(made.slot()) : this;
    return new ChosenLog(made, rest.base, rest.values, Math.max(logTime, made.logTime()), cleared);
  }
}
