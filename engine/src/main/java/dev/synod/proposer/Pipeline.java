package dev.synod.proposer;

import dev.synod.protocol.LogCommand;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcollections.AmortizedPQueue;
import org.pcollections.PQueue;
import org.pcollections.PSortedMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * What a leader has in flight and what waits behind it, all bounded (rule P4).
 *
 * @param next the next free slot
 * @param open proposed and not known to be chosen, by slot; at most the window
 * @param unfinished values of phase 1 that go first, in slot order
 * @param closed a stop-sign is proposed, so nothing more is (rule M1)
 * @param waiting commands without a slot, in order of arrival
 * @param waitingBytes their size
 */
record Pipeline(
    long next,
    PSortedMap<Long, Proposal> open,
    PVector<Value> unfinished,
    boolean closed,
    PQueue<Queued> waiting,
    long waitingBytes) {
  private static final long FARTHEST = 1 << 20;

  /**
   * A value out for votes.
   *
   * @param commands how many are in it; 0 if that is not known, as of a value of phase 1
   * @param since when it was first sent
   * @param sent when it was last sent
   */
  record Proposal(Value value, int commands, long since, long sent) {
    Proposal resent(long now) {
      return new Proposal(value, commands, since, now);
    }
  }

  /** A command and the member that submitted it. */
  record Queued(MemberId from, LogCommand command) {}

  /**
   * Commands taken off the queue for one slot.
   *
   * @param from the members that submitted them
   */
  record Taken(List<LogCommand> commands, List<MemberId> from, Pipeline rest) {}

  static Pipeline startingWith(long next, List<Value> unfinished) {
    return new Pipeline(
        next, TreePMap.empty(), TreePVector.from(unfinished), false, AmortizedPQueue.empty(), 0);
  }

  boolean hasRoom(int window) {
    return !closed && open.size() < window;
  }

  /** Whether the epoch ends with a value that is proposed already, or that goes first. */
  boolean closing() {
    return closed || unfinished.stream().anyMatch(Value.StopSign.class::isInstance);
  }

  /** With a stop-sign as the last value of the epoch; what waits for a slot gets none in it. */
  Pipeline closing(Value.StopSign sign) {
    return new Pipeline(next, open, unfinished.plus(sign), false, AmortizedPQueue.empty(), 0);
  }

  /**
   * With no-ops through this slot, but no more than {@code most} at a time; none if it is there, or
   * farther than any log runs ahead of another: damage must not use up the slots (rule B6).
   */
  Pipeline reaching(long slot, int most) {
    long lacking = Math.min(most, slot - next + 1) - unfinished.size();
    return closing() || lacking <= 0 || slot - next > FARTHEST
        ? this
        : new Pipeline(
            next,
            open,
            unfinished.plusAll(Collections.nCopies((int) lacking, Value.NO_OP)),
            closed,
            waiting,
            waitingBytes);
  }

  Optional<Value> nextUnfinished() {
    return unfinished.isEmpty() ? Optional.empty() : Optional.of(unfinished.get(0));
  }

  Pipeline withoutUnfinished() {
    return new Pipeline(next, open, unfinished.minus(0), closed, waiting, waitingBytes);
  }

  /** With the value of so many commands in the next free slot. */
  Pipeline proposing(Value value, int commands, long now) {
    return new Pipeline(
        next + 1,
        open.plus(next, new Proposal(value, commands, now, now)),
        unfinished,
        closed || value instanceof Value.StopSign,
        waiting,
        waitingBytes);
  }

  /** With the commands queued as far as the bound allows; the rest is dropped, which is safe. */
  Pipeline queueing(MemberId from, List<LogCommand> commands, long boundBytes) {
    PQueue<Queued> longer = waiting;
    long bytes = waitingBytes;
    for (LogCommand command : commands) {
      int size = command.size();
      if (bytes + size > boundBytes) {
        break;
      }
      bytes += size;
      longer = longer.plus(new Queued(from, command));
    }
    return new Pipeline(next, open, unfinished, closed, longer, bytes);
  }

  /** The first commands of the queue, as many as fit into one value, at least one. */
  Taken take(int batchBytes) {
    List<LogCommand> taken = new ArrayList<>();
    Set<MemberId> from = new TreeSet<>();
    PQueue<Queued> rest = waiting;
    long bytes = 0;
    while (!rest.isEmpty()) {
      Queued first = rest.element();
      int size = first.command().size();
      if (!taken.isEmpty() && bytes + size > batchBytes) {
        break;
      }
      bytes += size;
      taken.add(first.command());
      from.add(first.from());
      rest = rest.minus();
    }
    return new Taken(
        taken,
        List.copyOf(from),
        new Pipeline(next, open, unfinished, closed, rest, waitingBytes - bytes));
  }

  Pipeline without(List<Long> chosen) {
    return new Pipeline(next, open.minusAll(chosen), unfinished, closed, waiting, waitingBytes);
  }

  /** Whether the oldest proposal was there at this time already. */
  boolean openSince(long time) {
    return !open.isEmpty() && Objects.requireNonNull(open.get(open.firstKey())).since() <= time;
  }

  /** What was last sent at or before this time, in slot order. */
  SortedMap<Long, Value> overdue(long sentBefore) {
    SortedMap<Long, Value> overdue = new TreeMap<>();
    open.forEach(
        (slot, proposal) -> {
          if (proposal.sent() <= sentBefore) {
            overdue.put(slot, proposal.value());
          }
        });
    return overdue;
  }

  Pipeline resent(Set<Long> slots, long now) {
    PSortedMap<Long, Proposal> stamped = open;
    for (long slot : slots) {
      stamped = stamped.plus(slot, Objects.requireNonNull(open.get(slot)).resent(now));
    }
    return new Pipeline(next, stamped, unfinished, closed, waiting, waitingBytes);
  }
}
