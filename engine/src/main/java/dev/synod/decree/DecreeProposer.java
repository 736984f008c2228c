package dev.synod.decree;

import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.decree.DecreeRequest.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import dev.synod.quorum.Tally;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * One attempt to have a value chosen, under one ballot, which is never used for another attempt
 * (rule B2). Its owner asks all acceptors to {@link #prepare}; once {@link #prepared} it names the
 * value by {@link #propose}, which is the value of {@link #highest} if there is one (rule A6), and
 * asks all to {@link #accept}; then the value is {@link #chosen} or the attempt is {@link #lost}.
 *
 * @param election whose promises suffice
 * @param accepting whose votes suffice
 * @param promises who has promised, and what it had voted for
 * @param proposed the value, from phase 2 on
 * @param rejections who has refused, and what it had promised
 */
public record DecreeProposer<V>(
    Ballot ballot,
    Quorum election,
    Quorum accepting,
    TreePMap<MemberId, Optional<Vote<V>>> promises,
    Optional<V> proposed,
    Tally votes,
    TreePMap<MemberId, Ballot> rejections) {

  /**
   * An attempt that nobody has heard of.
   *
   * @throws Invariant.Breach if quorums of the two phases may miss each other (rule F1)
   */
  public static <V> DecreeProposer<V> of(Ballot ballot, Quorum election, Quorum accepting) {
    Invariant.require(
        election.meets(accepting), "F1", "quorums %s and %s share nobody", election, accepting);
    return new DecreeProposer<>(
        ballot,
        election,
        accepting,
        TreePMap.empty(),
        Optional.empty(),
        Tally.empty(accepting),
        TreePMap.empty());
  }

  /** Phase 1a, for every acceptor; again after silence. */
  public Prepare<V> prepare() {
    return new Prepare<>(ballot);
  }

  /** With one answer more; one that is not to this attempt changes nothing (rule B4). */
  public DecreeProposer<V> receive(MemberId from, DecreeReply<V> reply) {
    if (!reply.ballot().equals(ballot)) {
      return this;
    }
    if (reply instanceof Promise<V> promise) {
      return promised(from, promise.vote());
    }
    if (reply instanceof Rejected<V> rejected) {
      return with(promises, votes, rejections.plus(from, rejected.promised()));
    }
    return voted(from, (Accepted<V>) reply);
  }

  private DecreeProposer<V> promised(MemberId from, Optional<Vote<V>> vote) {
    return proposed.isEmpty() && !promises.containsKey(from)
        ? with(promises.plus(from, vote), votes, rejections)
        : this;
  }

  private DecreeProposer<V> voted(MemberId from, Accepted<V> accepted) {
    return proposed.equals(Optional.of(accepted.value()))
        ? with(promises, votes.with(from), rejections)
        : this;
  }

  private DecreeProposer<V> with(
      TreePMap<MemberId, Optional<Vote<V>>> promises,
      Tally votes,
      TreePMap<MemberId, Ballot> rejections) {
    return new DecreeProposer<>(ballot, election, accepting, promises, proposed, votes, rejections);
  }

  /** Whether phase 1 is complete, and so a value can be proposed, and none is. */
  public boolean prepared() {
    return proposed.isEmpty() && election.reachedBy(promises.keySet());
  }

  /** The highest vote told in phase 1; its value, and no other, may have been chosen. */
  public Optional<Vote<V>> highest() {
    return promises.values().stream()
        .flatMap(Optional::stream)
        .max(Comparator.comparing(Vote::ballot));
  }

  /**
   * Begins phase 2 with this value. For a decree it must be that of {@link #highest} where there is
   * one; a register may also propose what it makes of it.
   */
  public DecreeProposer<V> propose(V value) {
    Invariant.require(prepared(), "A6", "%s is not at the end of its phase 1", ballot);
    return new DecreeProposer<>(
        ballot, election, accepting, promises, Optional.of(value), votes, rejections);
  }

  /** Phase 2a, for every acceptor; again after silence. */
  public Optional<Accept<V>> accept() {
    return proposed.map(value -> new Accept<>(ballot, value));
  }

  /** The value, once a quorum has voted for it under this ballot (rule A7). */
  public Optional<V> chosen() {
    return votes.won() ? proposed : Optional.empty();
  }

  /** Whether so many have refused that the phase it is in can't be completed any more. */
  public boolean lost() {
    return chosen().isEmpty() && !left(proposed.isEmpty() ? election : accepting);
  }

  private boolean left(Quorum quorum) {
    Collection<MemberId> others = TreePSet.from(quorum.voters()).minusAll(rejections.keySet());
    return quorum.reachedBy(others);
  }

  /** The highest ballot that this attempt has heard of: the next one must be above (rule B5). */
  public Ballot seen() {
    return rejections.values().stream().reduce(ballot, Ballot::max);
  }
}
