package dev.synod.learner;

import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Tally;

/**
 * The leader's lease: until it ends nobody else can be elected, so nothing can be chosen that this
 * learner does not count (rules E2, E3). Each round of questions renews it.
 *
 * @param granted who has granted it in the round that is out
 * @param until it ends, by this member's clock, in milliseconds
 */
record Leasehold(LeaseTerms terms, Tally granted, long until) {
  static Leasehold none(Room room) {
    return new Leasehold(
        room.configuration().leases(), Tally.empty(room.confirm()), Long.MIN_VALUE);
  }

  /** A round begins, in which nobody has granted it yet. */
  Leasehold renewing() {
    return new Leasehold(terms, Tally.empty(granted.quorum()), until);
  }

  /**
   * One has answered.
   *
   * @param began when the first question of the round left: what was granted counts from there
   */
  Leasehold with(MemberId from, Confirmed answer, long began) {
    if (!terms.on() || answer.leaseMillis() < terms.millis()) {
      return this;
    }
    Tally more = granted.with(from);
    return new Leasehold(terms, more, more.won() ? Math.max(until, began + terms.held()) : until);
  }

  /** For good: the epoch is about to end, and others may lead the next one (rule E5). */
  Leasehold givenUp() {
    return new Leasehold(LeaseTerms.NONE, granted, Long.MIN_VALUE);
  }

  boolean holds(long now) {
    return now < until;
  }

  /** Whether the next round is due: often enough that one may be lost. */
  boolean wanes(long began, long now) {
    return terms.on() && now - began >= terms.millis() / 4;
  }
}
