package dev.synod.acceptor;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.SlotVote;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * What an acceptor will say after its write. Votes under one ballot share one Accepted, which names
 * each slot (rule C3).
 *
 * @param posts to the own member, after everything that is sent
 */
record Speech(
    PVector<Effect> replies,
    PSortedMap<Ballot, PSortedSet<Long>> accepted,
    PVector<Effect> posts,
    PVector<String> alarms) {

  static final Speech NONE =
      new Speech(TreePVector.empty(), TreePMap.empty(), TreePVector.empty(), TreePVector.empty());

  Speech send(MemberId to, PaxosMessage message) {
    return new Speech(replies.plus(new Effect.Send(to, message)), accepted, posts, alarms);
  }

  /** To the learner beside the vote's proposer. */
  Speech acknowledge(SlotVote vote) {
    PSortedSet<Long> slots = accepted.getOrDefault(vote.ballot(), TreePSet.empty());
    return new Speech(
        replies, accepted.plus(vote.ballot(), slots.plus(vote.slot())), posts, alarms);
  }

  Speech post(Notice notice) {
    return new Speech(replies, accepted, posts.plus(new Effect.Post(notice)), alarms);
  }

  Speech alarm(String line) {
    return new Speech(replies, accepted, posts, alarms.plus(line));
  }

  List<Effect> effects() {
    List<Effect> effects = new ArrayList<>(replies);
    accepted.forEach(
        (ballot, slots) ->
            effects.add(
                new Effect.Send(ballot.member(), new Accepted(ballot, List.copyOf(slots)))));
    effects.addAll(posts);
    return effects;
  }
}
