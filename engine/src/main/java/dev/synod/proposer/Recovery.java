package dev.synod.proposer;

import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Phase 1's temporary log: what the acceptors of one attempt have reported, page by page (rules L1,
 * L3, L4).
 *
 * @param chosenThrough every slot through this one is known to be chosen, and its value is with
 *     this member's learner
 * @param votes for each slot above it the vote under the highest ballot reported (rule A6)
 * @param cursors where the next page of each acceptor that has answered begins
 * @param complete the acceptors that have reported all
 * @param logTime the highest log time of any value reported, in milliseconds
 */
record Recovery(
    long chosenThrough,
    PSortedMap<Long, SlotVote> votes,
    PSortedMap<MemberId, Long> cursors,
    Set<MemberId> complete,
    long logTime) {

  static Recovery from(long chosenThrough, long logTime) {
    return new Recovery(
        chosenThrough, TreePMap.empty(), TreePMap.empty(), TreePSet.empty(), logTime);
  }

  /** Where the next page of this acceptor begins; what others told to be chosen is skipped. */
  long cursor(MemberId acceptor) {
    return cursors.getOrDefault(acceptor, chosenThrough + 1);
  }

  /** Whether this is the page that is waited for: a page doubled or out of order is not. */
  boolean expects(MemberId acceptor, Promise page) {
    boolean begun = cursors.containsKey(acceptor);
    return !complete.contains(acceptor)
        && (begun ? page.from() == cursor(acceptor) : page.from() <= chosenThrough + 1);
  }

  /** The chosen values of the page that are news here. */
  List<Value> news(Promise page) {
    long next = chosenThrough + 1;
    return page.from() > next
        ? List.of()
        : page.chosen().stream().skip(next - page.from()).toList();
  }

  /**
   * Whether chosen values begin behind slots that are not known to be chosen: the acceptor has
   * learned them since its last page, and must tell from there on again.
   */
  private boolean leavesGap(Promise page) {
    return !page.chosen().isEmpty() && page.from() > chosenThrough + 1;
  }

  /**
   * Whether the acceptor has no values any more of slots that are not known to be chosen here: they
   * are chosen, and must be learned before phase 1 can go on (rule L2).
   */
  boolean lacks(Promise page) {
    return page.truncatedTo() > chosenThrough;
  }

  /** Whether the page says nothing, since the acceptor has no values there any more. */
  private static boolean isEmptyForTruncation(Promise page) {
    return page.from() <= page.truncatedTo();
  }

  /** With one page more. */
  Recovery with(MemberId acceptor, Promise page) {
    if (leavesGap(page) || isEmptyForTruncation(page)) {
      return new Recovery(
          chosenThrough, votes, cursors.plus(acceptor, chosenThrough + 1), complete, logTime);
    }
    long through = chosenThrough + news(page).size();
    PSortedMap<Long, SlotVote> merged = above(through);
    for (SlotVote vote : page.votes()) {
      if (vote.slot() > through) {
        merged =
            merged.plus(vote.slot(), higher(Optional.ofNullable(merged.get(vote.slot())), vote));
      }
    }
    boolean last = page.next() == 0;
    return new Recovery(
        through,
        merged,
        cursors.plus(acceptor, Math.max(page.next(), through + 1)),
        last ? TreePSet.from(complete).plus(acceptor) : complete,
        Math.max(logTime, newest(page)));
  }

  private PSortedMap<Long, SlotVote> above(long through) {
    PSortedMap<Long, SlotVote> rest = votes;
    while (!rest.isEmpty() && rest.firstKey() <= through) {
      rest = rest.minus(rest.firstKey());
    }
    return rest;
  }

  /** The highest slot that any acceptor of the quorum has heard of, and that is not void. */
  long last() {
    return chosenThrough + unfinished().size();
  }

  /**
   * What must be proposed for the slots after {@link #chosenThrough()} before anything new: the
   * value of the highest vote, and where no acceptor of the quorum has voted, nothing (rule L4).
   * What stands behind a stop-sign is void, since that ends the epoch if it is chosen (rule M1).
   */
  List<Value> unfinished() {
    List<Value> values = new ArrayList<>();
    long highest = votes.isEmpty() ? chosenThrough : votes.lastKey();
    for (long slot = chosenThrough + 1; slot <= highest; slot++) {
      Value value = Optional.ofNullable(votes.get(slot)).map(SlotVote::value).orElse(Value.NO_OP);
      values.add(value);
      if (value instanceof Value.StopSign) {
        break;
      }
    }
    return values;
  }

  private static SlotVote higher(Optional<SlotVote> known, SlotVote vote) {
    if (known.isEmpty()) {
      return vote;
    }
    Ballot ballot = known.get().ballot();
    Invariant.require(
        !vote.ballot().equals(ballot) || vote.value().equals(known.get().value()),
        "A2",
        "slot %d has two values under ballot %s",
        vote.slot(),
        ballot);
    return vote.ballot().above(ballot) ? vote : known.get();
  }

  private static long newest(Promise page) {
    long newest = 0;
    for (Value value : page.chosen()) {
      newest = Math.max(newest, value.logTime());
    }
    for (SlotVote vote : page.votes()) {
      newest = Math.max(newest, vote.value().logTime());
    }
    return newest;
  }
}
