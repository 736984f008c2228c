package dev.synod.testkit.law;

import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A read is answered after the slot that it was promised to see: of all that was acknowledged when
 * it began (rules R1, R2, R4), of what was acknowledged so long before (R5), of its token (R6). And
 * all that are answered after one slot get one answer to one question, of whatever kind they are:
 * so those that may be old are as true, for the slot that they name, as those that may not.
 */
public final class ReadsKeepTheirPromise extends Law {
  /** A member's clock runs at half its rate or faster, so its second may be two. */
  private static final long SLOWEST = 2;

  /** Slots of which answers are remembered: reads name the last ones only. */
  private static final int SLOTS = 1_000;

  private final LongSupplier nanos;
  private final TreeMap<Long, Map<Query<?>, Object>> answers = new TreeMap<>();
  private final TreeMap<Long, Long> acknowledged = new TreeMap<>();

  /**
   * Judges from now on.
   *
   * @param nanos the true time
   */
  public ReadsKeepTheirPromise(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A client was told of this slot. */
  public void acknowledged(long slot) {
    long now = nanos.getAsLong();
    acknowledged.put(now, Math.max(slot, before(now)));
  }

  private long before(long time) {
    Map.Entry<Long, Long> last = acknowledged.floorEntry(time);
    return last == null ? 0 : last.getValue();
  }

  /** The slot that a read must see which begins now. */
  public long promised(ReadConsistency kind) {
    long now = nanos.getAsLong();
    return kind.fold(
        new ReadConsistency.Cases<>() {
          @Override
          public Long onLinearizable() {
            return before(now);
          }

          @Override
          public Long onLease() {
            return before(now);
          }

          @Override
          public Long onQuorum() {
            return before(now);
          }

          @Override
          public Long onBounded(ReadConsistency.Bounded bounded) {
            return before(now - SLOWEST * bounded.maxStaleness().toNanos() - 1);
          }

          @Override
          public Long onAtLeast(ReadConsistency.AtLeast atLeast) {
            return atLeast.slot();
          }

          @Override
          public Long onLocal() {
            return 0L;
          }
        });
  }

  /** It was answered after this slot. */
  public void answered(ReadConsistency kind, long promised, Query<?> query, ReadResult<?> result) {
    long slot = result.slot();
    require(
        slot >= promised,
        "a read %s is answered after slot %d, though it was to see slot %d",
        kind,
        slot,
        promised);
    Object other =
        answers.computeIfAbsent(slot, first -> new HashMap<>()).putIfAbsent(query, result.value());
    require(
        other == null || other.equals(result.value()),
        "a read %s of %s has two answers after slot %d: %s and %s",
        kind,
        query,
        slot,
        other,
        result.value());
    while (answers.size() > SLOTS) {
      answers.pollFirstEntry();
    }
  }
}
