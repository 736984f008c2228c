package dev.synod.shell;

import dev.synod.metrics.MemberMeters;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Postbox;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a role's shell has around it.
 *
 * @param admission says which envelopes concern this member
 * @param clock monotonic, in milliseconds
 * @param chance used by this role alone
 * @param meters of its member
 */
public record Seat(
    MemberId self,
    Postbox postbox,
    Predicate<Envelope> admission,
    LongSupplier clock,
    RandomGenerator chance,
    MemberMeters meters) {

  /** One that nobody measures. */
  public Seat(
      MemberId self,
      Postbox postbox,
      Predicate<Envelope> admission,
      LongSupplier clock,
      RandomGenerator chance) {
    this(self, postbox, admission, clock, chance, MemberMeters.NONE);
  }

  /** The same in another epoch. */
  public Seat in(Postbox another, Predicate<Envelope> admitted) {
    return new Seat(self, another, admitted, clock, chance, meters);
  }

  /** The same with another clock, which is not behind this one. */
  public Seat by(LongSupplier other) {
    return new Seat(self, postbox, admission, other, chance, meters);
  }

  /** Takes notice of a sleep of the machine, if the clock can. */
  public void look() {
    if (clock instanceof WakefulClock wakeful) {
      wakeful.look();
    }
  }

  /** Now. */
  public Moment moment() {
    return new Moment(clock.getAsLong(), chance);
  }
}
