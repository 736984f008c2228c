package dev.synod.learner;

import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.Confirmed;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.Step;
import dev.synod.quorum.Tally;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * How far a replica must have applied before its reads are linearizable (rules R1, R3). A round
 * asks the acceptors whether the leader's ballot is still what they promised; all reads that wait
 * share the next round, and none is answered by a round that began before it came. While a lease
 * holds, nobody is asked (rule R2); the rounds that renew it need no read.
 *
 * @param waiting the requests that came since the round began
 */
record ReadIndex(Room room, Ballot ballot, Round round, PVector<Ask> waiting, Leasehold lease) {

  /** One replica's request, which stands for all its reads that wait. */
  record Ask(MemberId from, long request) {}

  /**
   * The last round.
   *
   * @param number 0 before the first
   * @param index what it answers: taken when it began
   * @param served the requests that it answers
   * @param began when its first question left
   * @param sent when its last question left
   */
  record Round(
      long number, long index, PVector<Ask> served, Tally confirmed, long began, long sent) {
    boolean out() {
      return number > 0 && !confirmed.won();
    }
  }

  static ReadIndex none(Room room, Ballot ballot) {
    Round none =
        new Round(0, 0, TreePVector.empty(), Tally.empty(room.confirm()), Long.MIN_VALUE / 2, 0);
    return new ReadIndex(room, ballot, none, TreePVector.empty(), Leasehold.none(room));
  }

  /** One more request; beyond the bound it is dropped, and the replica asks again. */
  ReadIndex asking(Ask ask) {
    return waiting.size() >= room.settings().reads()
            || (round.out() && round.served().contains(ask))
            || waiting.contains(ask)
        ? this
        : new ReadIndex(room, ballot, round, waiting.plus(ask), lease);
  }

  /**
   * Answers those that wait if a lease holds now that they have come; else begins a round for them,
   * unless one is out.
   *
   * @param upTo the highest slot that a read must see: all chosen ones and all of phase 1
   */
  Step<ReadIndex> begin(long upTo, long now) {
    if (waiting.isEmpty()) {
      return Step.stay(this);
    }
    if (lease.holds(now)) {
      return new Step<>(
          new ReadIndex(room, ballot, round, TreePVector.empty(), lease),
          answers(waiting, upTo, true));
    }
    return round.out() ? Step.stay(this) : ask(upTo, now);
  }

  /** Answers one that wants no round, whether there is a lease or not. */
  Effect byLease(MemberId from, long request, long upTo, long now) {
    boolean holds = lease.holds(now);
    return new Effect.Send(from, new ReplicaMessage.ReadIndex(request, holds ? upTo : 0, holds));
  }

  private Step<ReadIndex> ask(long upTo, long now) {
    Round next =
        new Round(round.number() + 1, upTo, waiting, Tally.empty(room.confirm()), now, now);
    ReadIndex begun = new ReadIndex(room, ballot, next, TreePVector.empty(), lease.renewing());
    return new Step<>(begun, begun.questions());
  }

  Step<ReadIndex> confirmedBy(MemberId from, Confirmed answer, long now) {
    if (!round.out() || answer.round() != round.number() || !answer.ballot().equals(ballot)) {
      return Step.stay(this);
    }
    Tally counted = round.confirmed().with(from);
    Round heard =
        new Round(
            round.number(), round.index(), round.served(), counted, round.began(), round.sent());
    ReadIndex told =
        new ReadIndex(room, ballot, heard, waiting, lease.with(from, answer, round.began()));
    return new Step<>(
        told,
        counted.won()
            ? answers(heard.served(), heard.index(), told.lease().holds(now))
            : List.of());
  }

  /** The epoch is about to end: from now on each read needs a round (rule E5). */
  ReadIndex closing() {
    return new ReadIndex(room, ballot, round, waiting, lease.givenUp());
  }

  /** Asks again who has not answered, or anew if the lease is to be renewed. */
  Step<ReadIndex> onTick(long upTo, long now) {
    if (!round.out()) {
      return lease.wanes(round.began(), now) ? ask(upTo, now) : Step.stay(this);
    }
    if (!room.overdue(round.sent(), now) && !lease.wanes(round.sent(), now)) {
      return Step.stay(this);
    }
    Round again =
        new Round(
            round.number(), round.index(), round.served(), round.confirmed(), round.began(), now);
    return new Step<>(new ReadIndex(room, ballot, again, waiting, lease), questions());
  }

  private static List<Effect> answers(PVector<Ask> asks, long index, boolean leased) {
    return asks.stream()
        .<Effect>map(
            ask ->
                new Effect.Send(
                    ask.from(), new ReplicaMessage.ReadIndex(ask.request(), index, leased)))
        .toList();
  }

  private List<Effect> questions() {
    return room.toVoters(new Confirm(ballot, round.number()));
  }
}
