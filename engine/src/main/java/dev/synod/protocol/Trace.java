package dev.synod.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far a disk has come: what tells it from an older copy of itself (rule D1). A copy has the
 * same incarnation; but it has not seen what the disk has lived through since, and what it lives
 * through itself is something else.
 *
 * @param starts how often a node was started on it
 * @param tokens one random number for each of the last starts, the newest last
 * @param replayed how many events its acceptor's journal held when it was last started; what was
 *     written since says nothing about what may be missing
 * @param events how many it holds now (rule A8)
 */
public record Trace(long starts, List<Long> tokens, long replayed, long events) {
  /** A disk that nothing was started on yet. */
  public static final Trace NONE = new Trace(0, List.of(), 0, 0);

  private static final int KEPT = 16;

  /** Copies the list. */
  public Trace {
    tokens = List.copyOf(tokens);
    if (tokens.size() != Math.min(starts, KEPT) || replayed < 0 || events < replayed) {
      throw new IllegalArgumentException(
          "a disk with %d starts has %d tokens, not %d, and events from 0 on, not %d to %d"
              .formatted(starts, Math.min(starts, KEPT), tokens.size(), replayed, events));
    }
  }

  /** With one start more. */
  public Trace starting(long token) {
    List<Long> all = new ArrayList<>(tokens);
    all.add(token);
    List<Long> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
    return new Trace(starts + 1, kept, replayed, events);
  }

  /** The same, of which this start has found so many events. */
  public Trace finding(long held) {
    return new Trace(starts, tokens, held, held);
  }

  /** The same with so many events by now. */
  public Trace at(long written) {
    return new Trace(starts, tokens, replayed, written);
  }

  /** That of the newest start, of which there must be one. */
  public long token() {
    return tokens.get(tokens.size() - 1);
  }

  /** That of a start; empty if it is too long ago, or has not been. */
  public OptionalLong tokenOf(long start) {
    long index = tokens.size() - 1 - (starts - start);
    return index >= 0 && index < tokens.size()
        ? OptionalLong.of(tokens.get((int) index))
        : OptionalLong.empty();
  }
}
