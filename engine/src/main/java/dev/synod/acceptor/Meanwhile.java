package dev.synod.acceptor;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Clear;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.LeaseTerms;
import java.util.List;
import java.util.Optional;

/**
 * What an acceptor can say while a pile is decided and written. A round of reads need not wait for
 * that (rule R1): nobody has heard of what the pile will bring, so the durable promise stands, and
 * what a later leader does comes after the answer. Where the pile asks for another promise the
 * round waits all the same, since it is better told of that.
 *
 * <p>So a pile that leads into the next epoch does no harm either, though that is not looked for:
 * if its stop-sign was chosen under this ballot, its leader's learner has counted it and dropped
 * its reads; if under a lower one, phase 1 found it, and reads wait for what that found; a higher
 * one has an election quorum that refuses this ballot.
 *
 * <p>A lease could not be granted so: a promise in the pile and a grant beside it would not know of
 * each other (rule E1).
 *
 * @param durable the promise that the journal holds
 * @param kept whether the pile leaves it as it is
 */
record Meanwhile(Ballot durable, boolean kept) {

  static Meanwhile of(Ballot durable, List<Request> pile) {
    return new Meanwhile(
        durable,
        pile.stream()
            .allMatch(
                request ->
                    request.fold(
                        (from, message) -> keeps(durable, message), Meanwhile::keepsEpoch)));
  }

  private static boolean keeps(Ballot durable, AcceptorMessage message) {
    return message instanceof Accept accept
        ? accept.ballot().equals(durable)
        : !(message instanceof Prepare);
  }

  private static boolean keepsEpoch(AcceptorNotice notice) {
    return notice instanceof Clear || (notice instanceof Choose mark && !mark.closing());
  }

  /** Who grants leases answers from its own turn only, where the grant is. */
  Optional<Confirmed> answer(Confirm confirm, LeaseTerms leases) {
    return kept && !leases.on() && confirm.ballot().equals(durable)
        ? Optional.of(new Confirmed(durable, confirm.round(), 0))
        : Optional.empty();
  }
}
