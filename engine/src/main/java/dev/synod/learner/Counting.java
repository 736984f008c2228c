package dev.synod.learner;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.quorum.Quorum;
import dev.synod.quorum.Tally;
import java.util.List;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The votes for the leader's open proposals: a slot is chosen when a quorum has voted for it under
 * exactly this ballot (rule A7).
 *
 * @param barrier the highest slot that phase 1 heard of
 * @param open one for each slot that is proposed and not yet chosen
 */
record Counting(Ballot ballot, long barrier, Quorum accept, PSortedMap<Long, Open> open) {

  /** A proposal and who has voted for it. */
  record Open(Value value, Tally tally) {}

  static Counting begin(Ballot ballot, long barrier, Quorum accept) {
    return new Counting(ballot, barrier, accept, TreePMap.empty());
  }

  Counting proposed(SlotVote proposal) {
    return open.containsKey(proposal.slot())
        ? this
        : with(open.plus(proposal.slot(), new Open(proposal.value(), Tally.empty(accept))));
  }

  /** With the votes counted; those for slots that are not open any more change nothing. */
  Counting with(MemberId from, Accepted accepted) {
    PSortedMap<Long, Open> counted = open;
    for (Long slot : accepted.slots()) {
      Open proposal = counted.get(slot);
      if (proposal != null) {
        counted = counted.plus(slot, new Open(proposal.value(), proposal.tally().with(from)));
      }
    }
    return with(counted);
  }

  /** The window with every slot taken as chosen that has its quorum. */
  Window win(Window window) {
    Window won = window;
    for (Long slot : open.keySet()) {
      Open proposal = open.get(slot);
      if (proposal.tally().won() && slot > won.through()) {
        won = won.choosing(slot, proposal.value());
      }
    }
    return won;
  }

  /** The open slots that are known to be chosen, however that came about. */
  List<Long> done(Window window) {
    return open.keySet().stream().filter(window::isChosen).toList();
  }

  Counting without(List<Long> slots) {
    return with(open.minusAll(slots));
  }

  private Counting with(PSortedMap<Long, Open> changed) {
    return new Counting(ballot, barrier, accept, changed);
  }
}
