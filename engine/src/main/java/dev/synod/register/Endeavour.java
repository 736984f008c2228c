package dev.synod.register;

import dev.synod.api.RegisterException;
import dev.synod.api.RegisterException.Reason;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Payload;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A change or a read that somebody waits for, and how far it has come.
 *
 * @param function none: a read
 */
record Endeavour(
    Optional<UnaryOperator<Optional<Payload>>> function, Change<Payload> change, Pace pace) {

  /** With one answer more; one that is out of all bounds is damage (rule B6). */
  Endeavour receive(MemberId from, DecreeReply<Content<Payload>> reply, Moment moment) {
    if (reply instanceof Rejected<Content<Payload>> rejected
        && rejected.promised().leapsOver(ballot())) {
      return this;
    }
    Change<Payload> next = change.receive(from, reply);
    return new Endeavour(function, next, paced(next, moment));
  }

  /** The next attempt is sooner where this one is lost, or, as others are silent, may be. */
  private Pace paced(Change<Payload> next, Moment moment) {
    if (next.attempt().rejections().equals(change.attempt().rejections())) {
      return pace;
    }
    return next.attempt().lost() ? pace.refused(moment) : pace.doubted(moment);
  }

  private Ballot ballot() {
    return change.attempt().ballot();
  }

  /**
   * Begins phase 2.
   *
   * @throws RegisterException if this proposer must not, or its caller's function does not
   */
  Endeavour propose() {
    return new Endeavour(function, proposed(), pace);
  }

  private Change<Payload> proposed() {
    if (function.isEmpty()) {
      return change.propose();
    }
    if (!change.found().admits(ballot().member())) {
      throw new RegisterException(
          Reason.FAILED,
          "the register was changed by %d proposers, which is the most; change it by one of %s"
              .formatted(Content.PROPOSERS, change.found().changes()));
    }
    try {
      return change.propose(function.get());
    } catch (RegisterException said) {
      throw said;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError thrown) {
      // Checked ones too: Pekko Serialization, in Scala, throws them undeclared.
      throw new RegisterException(
          Reason.FAILED, "the function threw, nothing was changed: " + thrown, thrown);
    }
  }

  /** What its caller is to hear of an end without a result. */
  RegisterException failure(RegisterException why) {
    return change.harmless() || function.isEmpty()
        ? why
        : new RegisterException(
            Reason.UNKNOWN, "an earlier attempt may be done; the last one: " + why.getMessage());
  }

  RegisterException late() {
    return failure(
        new RegisterException(
            Reason.UNAVAILABLE,
            "no quorum has answered in %d attempts: %s of %s have promised"
                .formatted(
                    pace.attempts(),
                    change.attempt().promises().keySet(),
                    change.attempt().election().voters())));
  }
}
