package dev.synod.learner;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.Accepted;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.quorum.Quorum;
import dev.synod.quorum.Tally;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The votes for the leader's proposals: a slot is chosen when a quorum has voted for it under
 * exactly this ballot (rule A7). A slot that is known to be chosen from elsewhere is counted all
 * the same: another ballot may have chosen it, with another value than the one proposed under this.
 *
 * @param barrier the highest slot that phase 1 heard of
 * @param proposed the highest slot proposed under this ballot; at first the one before all of them
 * @param open one for each slot that is proposed and has no quorum yet
 * @param told what the voters were told to be decided; if that is less than is, they are to be
 * @param due members whose clients wait for what is chosen, each with the last slot that they wait
 *     for; who was told of that one is due no more
 */
record Counting(
    Ballot ballot,
    long barrier,
    Quorum accept,
    long proposed,
    PSortedMap<Long, Open> open,
    long told,
    PSortedMap<MemberId, Long> due) {

  /** A proposal, who has voted for it, and whose clients wait for it. */
  record Open(Value value, Tally tally, List<MemberId> waiting) {
    private Open votedBy(MemberId voter) {
      return new Open(value, tally.with(voter), waiting);
    }
  }

  static Counting begin(LearnerNotice.Leading leading, Quorum accept) {
    return new Counting(
        leading.ballot(),
        leading.barrier(),
        accept,
        leading.first() - 1,
        TreePMap.empty(),
        0,
        TreePMap.empty());
  }

  /** With a proposal out; they come in slot order. */
  Counting proposed(LearnerNotice.Proposed out) {
    SlotVote proposal = out.proposal();
    Open opened = new Open(proposal.value(), Tally.empty(accept), out.waiting());
    return proposal.slot() <= proposed
        ? this
        : new Counting(
            ballot,
            barrier,
            accept,
            proposal.slot(),
            open.plus(proposal.slot(), opened),
            Math.max(told, out.chosenThrough()),
            due);
  }

  /** With the votes counted; those for slots that are not open any more change nothing. */
  Counting with(MemberId from, Accepted accepted) {
    PSortedMap<Long, Open> counted = open;
    for (Long slot : accepted.slots()) {
      Open proposal = counted.get(slot);
      if (proposal != null) {
        counted = counted.plus(slot, proposal.votedBy(from));
      }
    }
    return with(counted);
  }

  /** The values of the open slots that have their quorum. */
  SortedMap<Long, Value> won() {
    SortedMap<Long, Value> won = new TreeMap<>();
    open.forEach(
        (slot, proposal) -> {
          if (proposal.tally().won()) {
            won.put(slot, proposal.value());
          }
        });
    return won;
  }

  /** Without these slots, which are chosen. */
  Counting without(Collection<Long> slots) {
    PSortedMap<MemberId, Long> longer = due;
    for (Long slot : slots) {
      for (MemberId member : Objects.requireNonNull(open.get(slot)).waiting()) {
        longer = longer.plus(member, Math.max(slot, longer.getOrDefault(member, 0L)));
      }
    }
    return new Counting(ballot, barrier, accept, proposed, open.minusAll(slots), told, longer);
  }

  /** Whether voters are to be told of what is decided. */
  boolean untold() {
    return told < decided();
  }

  /** Now that those whose clients wait have been told. */
  Counting tellingDue() {
    return new Counting(ballot, barrier, accept, proposed, open, told, dueStill());
  }

  /** Now that all have been told. */
  Counting tellingAll() {
    return new Counting(ballot, barrier, accept, proposed, open, decided(), dueStill());
  }

  /** A slot may be chosen while one before it is not. */
  private PSortedMap<MemberId, Long> dueStill() {
    PSortedMap<MemberId, Long> still = due;
    for (Map.Entry<MemberId, Long> member : due.entrySet()) {
      still = member.getValue() <= decided() ? still.minus(member.getKey()) : still;
    }
    return still;
  }

  /**
   * Every slot through this one is chosen, and where this ballot has proposed a value, with that
   * value. What others have told does not count here, since it may be a later leader's (rule C2).
   */
  long decided() {
    return open.isEmpty() ? proposed : open.firstKey() - 1;
  }

  private Counting with(PSortedMap<Long, Open> changed) {
    return new Counting(ballot, barrier, accept, proposed, changed, told, due);
  }
}
