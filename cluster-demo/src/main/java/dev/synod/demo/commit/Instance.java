package dev.synod.demo.commit;

import dev.synod.api.Choice;
import dev.synod.decree.DecreeProposer;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.Vote;
import dev.synod.protocol.MemberId;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The choice of one participant's vote, as its proposer sees it.
 *
 * @param attempt the latest
 * @param proposed what this node has proposed under each proposal id
 */
record Instance(DecreeProposer<Choice> attempt, TreePMap<Long, Choice> proposed) {

  /** What an acceptor tells that it has accepted; the proposal id is not always told. */
  record Told(Optional<Long> proposalId, Choice value) {}

  static Instance first(Lineup lineup, long proposalId) {
    return new Instance(lineup.attempt(proposalId), TreePMap.empty());
  }

  /** A new attempt; what was proposed under earlier ones stays known, as their votes may. */
  Instance again(Lineup lineup, long proposalId) {
    return new Instance(lineup.attempt(proposalId), proposed);
  }

  Instance promised(MemberId acceptor, long proposalId, Optional<Told> told) {
    Optional<Vote<Choice>> vote =
        told.map(one -> new Vote<>(Lineup.ballot(one.proposalId().orElse(last(one))), one.value()));
    return with(attempt.receive(acceptor, new Promise<>(Lineup.ballot(proposalId), vote)));
  }

  /**
   * The last proposal id under which this node has proposed the value: a vote for it can't be
   * higher. Of two values that are told, the one that was proposed last is safe: it was, because
   * the other could not have been chosen below. A value that this node has never proposed is the
   * participant's own, of proposal id 0.
   */
  private long last(Told told) {
    return proposed.entrySet().stream()
        .filter(entry -> entry.getValue() == told.value())
        .mapToLong(Map.Entry::getKey)
        .max()
        .orElse(0);
  }

  /** Whether phase 1 is complete and phase 2 has not begun. */
  boolean ready() {
    return attempt.prepared();
  }

  /** Whether it still is in phase 1. */
  boolean asking() {
    return attempt.proposed().isEmpty();
  }

  /** Proposes what may have been chosen, or else what it has to say itself (rules A6, K2). */
  Instance propose(long proposalId, Choice own) {
    Choice value = attempt.highest().map(Vote::value).orElse(own);
    return new Instance(attempt.propose(value), proposed.plus(proposalId, value));
  }

  Instance accepted(MemberId acceptor, long proposalId) {
    return attempt
        .proposed()
        .map(value -> new Accepted<>(Lineup.ballot(proposalId), value))
        .map(vote -> with(attempt.receive(acceptor, vote)))
        .orElse(this);
  }

  private Instance with(DecreeProposer<Choice> next) {
    return new Instance(next, proposed);
  }
}
