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
 * share the next round, and none is answered by a round that began before it came.
 *
 * @param round the number of the last round begun
 * @param index what the round will answer: taken when it began
 * @param served the requests that the round answers; empty when none is out
 * @param waiting the requests that came since
 */
record ReadIndex(
    Room room,
    Ballot ballot,
    long round,
    long index,
    PVector<Ask> served,
    PVector<Ask> waiting,
    Tally confirmed,
    long sent) {

  /** One replica's request, which stands for all its reads that wait. */
  record Ask(MemberId from, long request) {}

  static ReadIndex none(Room room, Ballot ballot) {
    return new ReadIndex(
        room,
        ballot,
        0,
        0,
        TreePVector.empty(),
        TreePVector.empty(),
        Tally.empty(room.confirm()),
        0);
  }

  /** One more request; beyond the bound it is dropped, and the replica asks again. */
  ReadIndex asking(Ask ask) {
    return waiting.size() >= room.settings().reads()
            || served.contains(ask)
            || waiting.contains(ask)
        ? this
        : new ReadIndex(room, ballot, round, index, served, waiting.plus(ask), confirmed, sent);
  }

  /**
   * Begins a round if requests wait and none is out.
   *
   * @param upTo the highest slot that a read must see: all chosen ones and all of phase 1
   */
  Step<ReadIndex> begin(long upTo, long now) {
    if (!served.isEmpty() || waiting.isEmpty()) {
      return Step.stay(this);
    }
    ReadIndex begun =
        new ReadIndex(
            room,
            ballot,
            round + 1,
            upTo,
            waiting,
            TreePVector.empty(),
            Tally.empty(room.confirm()),
            now);
    return new Step<>(begun, begun.questions());
  }

  Step<ReadIndex> confirmedBy(MemberId from, Confirmed answer) {
    if (served.isEmpty() || answer.round() != round || !answer.ballot().equals(ballot)) {
      return Step.stay(this);
    }
    Tally counted = confirmed.with(from);
    if (!counted.won()) {
      return Step.stay(new ReadIndex(room, ballot, round, index, served, waiting, counted, sent));
    }
    List<Effect> answers =
        served.stream()
            .<Effect>map(
                ask ->
                    new Effect.Send(ask.from(), new ReplicaMessage.ReadIndex(ask.request(), index)))
            .toList();
    return new Step<>(
        new ReadIndex(room, ballot, round, index, TreePVector.empty(), waiting, counted, sent),
        answers);
  }

  Step<ReadIndex> onTick(long now) {
    return served.isEmpty() || !room.overdue(sent, now)
        ? Step.stay(this)
        : new Step<>(
            new ReadIndex(room, ballot, round, index, served, waiting, confirmed, now),
            questions());
  }

  private List<Effect> questions() {
    return room.toVoters(new Confirm(ballot, round));
  }
}
