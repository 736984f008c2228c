package dev.synod.register;

import dev.synod.decree.DecreeProposer;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.TreePMap;

/**
 * One change of a register by one proposer, in as many attempts as it takes; it has its effect once
 * (rule S2). The first attempt whose proposal is chosen ends it.
 *
 * <p>An attempt that was refused may have left its proposal with some acceptors, and another
 * proposer may have gone on from there. So each content says of which attempts it is made, and a
 * later attempt that finds one of its own proposes what it has found, unchanged.
 *
 * @param attempt the latest
 * @param tried what each attempt that has come to phase 2 has made of what it had read
 */
public record Change<V>(DecreeProposer<Content<V>> attempt, TreePMap<Ballot, Optional<V>> tried) {

  /** With its first attempt. */
  public static <V> Change<V> begin(DecreeProposer<Content<V>> attempt) {
    return new Change<>(attempt, TreePMap.empty());
  }

  /** With another attempt, under a ballot above all that were seen (rule B5). */
  public Change<V> again(DecreeProposer<Content<V>> next) {
    return new Change<>(next, tried);
  }

  /** With one answer more. */
  public Change<V> receive(MemberId from, DecreeReply<Content<V>> reply) {
    return new Change<>(attempt.receive(from, reply), tried);
  }

  /** Whether phase 1 is complete and phase 2 has not begun. */
  public boolean ready() {
    return attempt.prepared();
  }

  /** What phase 1 has found. */
  public Content<V> found() {
    return attempt.highest().map(Vote::value).orElseGet(Content::empty);
  }

  /**
   * Proposes what this function makes of the value that was found, unless one of the own attempts
   * is in there already. What it throws leaves everything as it was: nothing is proposed.
   */
  public Change<V> propose(UnaryOperator<Optional<V>> function) {
    Content<V> found = found();
    if (own(found).isPresent()) {
      return new Change<>(attempt.propose(found), tried);
    }
    Optional<V> next = function.apply(found.value());
    return new Change<>(
        attempt.propose(found.changed(attempt.ballot(), next)), tried.plus(attempt.ballot(), next));
  }

  /** Proposes what was found, so that it is known to be chosen: a read. */
  public Change<V> propose() {
    return new Change<>(attempt.propose(found()), tried);
  }

  /** Which of its attempts this content is made of, among others. */
  private Optional<Ballot> own(Content<V> content) {
    return content.latestOf(attempt.ballot().member()).filter(tried::containsKey);
  }

  /** Whether a quorum has voted for what it has proposed: then it is in order with all others. */
  public boolean chosen() {
    return attempt.chosen().isPresent();
  }

  /**
   * What it has made of the register; or, of a read, what it has found. Of the chosen content:
   * others may have gone on from there since.
   */
  public Optional<V> result() {
    Content<V> content = attempt.chosen().orElseThrow();
    return own(content)
        .map(ballot -> tried.getOrDefault(ballot, Optional.empty()))
        .orElseGet(content::value);
  }

  /** Whether nothing of it can ever have an effect: no attempt has come to phase 2. */
  public boolean harmless() {
    return tried.isEmpty();
  }
}
