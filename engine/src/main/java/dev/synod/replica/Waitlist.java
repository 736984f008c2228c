package dev.synod.replica;

import dev.synod.protocol.Numbered;
import java.util.Optional;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * The errands that wait for their outcome, by ticket: numbers that grow with their arrival and are
 * never used twice in a run.
 *
 * @param next the next ticket, at least 1
 * @param unsentFrom every errand below this ticket was sent at least once
 * @param callers how many requests wait for all of these errands
 * @param bytes what all of these errands take
 */
record Waitlist(
    long next,
    long unsentFrom,
    Numbered<Waiting> waiting,
    TreePMap<Errand.Key, Long> keys,
    int callers,
    long bytes) {

  /**
   * One errand.
   *
   * @param attempts how often it was sent
   * @param resendAt when it is overdue, once it was sent
   */
  record Waiting(Errand errand, PVector<Caller> callers, int attempts, long resendAt) {
    Waiting calledBy(PVector<Caller> others) {
      return new Waiting(errand, others, attempts, resendAt);
    }

    Waiting sentAgain(long nextAt) {
      return new Waiting(errand, callers, attempts + 1, nextAt);
    }

    boolean due(long now) {
      return attempts == 0 || resendAt <= now;
    }

    boolean forNode() {
      return errand instanceof Errand.Opening opening && opening.own();
    }
  }

  /**
   * A request that waits.
   *
   * @param request the shell's number for it
   */
  record Caller(long request, long deadline) {}

  static Waitlist empty() {
    return new Waitlist(1, 1, Numbered.empty(), TreePMap.empty(), 0, 0);
  }

  /** The lowest ticket that waits; the next one if none does. */
  long lowest() {
    return waiting.isEmpty() ? next : waiting.first();
  }

  /** The ticket that a client's command waits with already. */
  Optional<Long> find(Errand errand) {
    return errand instanceof Errand.InSession command
        ? Optional.ofNullable(keys.get(command.key()))
        : Optional.empty();
  }

  Waitlist add(Errand errand, PVector<Caller> callers) {
    return new Waitlist(
        next + 1,
        unsentFrom,
        waiting.plus(next, new Waiting(errand, callers, 0, 0)),
        errand instanceof Errand.InSession command ? keys.plus(command.key(), next) : keys,
        this.callers + callers.size(),
        bytes + errand.size());
  }

  Waitlist put(long ticket, Waiting now) {
    Waiting before = waiting.at(ticket);
    int gone = before == null ? 0 : before.callers().size();
    return new Waitlist(
        next,
        unsentFrom,
        waiting.plus(ticket, now),
        keys,
        callers - gone + now.callers().size(),
        before == null ? bytes + now.errand().size() : bytes);
  }

  Waitlist remove(long ticket) {
    Waiting gone = waiting.at(ticket);
    if (gone == null) {
      return this;
    }
    return new Waitlist(
        next,
        unsentFrom,
        waiting.minus(ticket),
        gone.errand() instanceof Errand.InSession command ? keys.minus(command.key()) : keys,
        callers - gone.callers().size(),
        bytes - gone.errand().size());
  }

  Waitlist sentBelow(long ticket) {
    return new Waitlist(next, ticket, waiting, keys, callers, bytes);
  }

  static PVector<Caller> nobody() {
    return TreePVector.empty();
  }
}
