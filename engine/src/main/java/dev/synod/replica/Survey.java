package dev.synod.replica;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import dev.synod.quorum.Quorum;
import dev.synod.quorum.Tally;
import java.util.List;

/**
 * What acceptors say of their highest slot, for reads that need no leader (rule R4, after PQR:
 * Charapko, Ailijiang, Demirbas, Linearizable Quorum Reads in Paxos, HotStorage 2019). What was
 * acknowledged before is in the votes of an accept quorum, and each of those meets each set that
 * answers here.
 *
 * @param epoch the answers are of this one alone
 * @param answered who has answered the question that is out
 * @param highest slot that one of them has voted for, or knows to be chosen or gone
 */
record Survey(Inquiry inquiry, long epoch, Tally answered, long highest) {

  static Survey none(long number, Configuration configuration) {
    return new Survey(
        Inquiry.none(number), configuration.epoch(), Tally.empty(readers(configuration)), 0);
  }

  /** So many that each accept quorum has one of them. */
  private static Quorum readers(Configuration configuration) {
    return Quorum.accept(configuration).meeting();
  }

  /** In another epoch the question must be asked again, of its voters. */
  Survey entering(Configuration configuration) {
    return new Survey(
        inquiry.anew(), configuration.epoch(), Tally.empty(readers(configuration)), 0);
  }

  Survey with(Inquiry changed) {
    return new Survey(changed, epoch, answered, highest);
  }

  Survey begin(long now) {
    return new Survey(inquiry.begin(now), epoch, Tally.empty(answered.quorum()), 0);
  }

  Survey heard(MemberId from, Surveyed surveyed) {
    return inquiry.out() && surveyed.request() == inquiry.number()
        ? new Survey(inquiry, epoch, answered.with(from), Math.max(highest, surveyed.slot()))
        : this;
  }

  boolean complete() {
    return inquiry.out() && answered.won();
  }

  List<Effect> questions() {
    return Effect.toAll(answered.quorum().voters(), new AcceptorMessage.Survey(inquiry.number()));
  }
}
