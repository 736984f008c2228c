package dev.synod.acceptor;

import dev.synod.protocol.Value;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The chosen values that an acceptor holds, from some slot on, without a gap.
 *
 * @param base the slot before the first; the cut's, but for a replay that has not reached the event
 *     which tells it
 * @param values of the slots after {@code base}
 * @param logTime the highest log time among the chosen values, those before included
 */
record ChosenLog(Cut cut, long base, PVector<Value> values, long logTime) {
  static final ChosenLog EMPTY = new ChosenLog(Cut.NONE, 0, TreePVector.empty(), 0);

  /** Every slot through this one is chosen. */
  long through() {
    return base + values.size();
  }

  Optional<Value> at(long slot) {
    return slot > base && slot <= through()
        ? Optional.of(values.get((int) (slot - base) - 1))
        : Optional.empty();
  }

  ChosenLog plus(Value value) {
    return new ChosenLog(cut, base, values.plus(value), Math.max(logTime, value.logTime()));
  }

  /** Begins after this slot, whatever was there before. */
  ChosenLog from(long slot) {
    PVector<Value> rest = slot >= through() ? TreePVector.empty() : values;
    for (long first = base; first < slot && !rest.isEmpty(); first++) {
      rest = rest.minus(0);
    }
    return new ChosenLog(cut, slot, rest, logTime);
  }

  /** Begins where this cut says, unless it begins later already. */
  ChosenLog cutAt(Cut made) {
    ChosenLog rest = made.slot() > base ? from(made.slot()) : this;
    return new ChosenLog(made, rest.base, rest.values, Math.max(logTime, made.logTime()));
  }
}
