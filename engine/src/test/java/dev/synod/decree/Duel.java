package dev.synod.decree;

import dev.synod.decree.DecreeAcceptor.Answer;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Proposers with different values, and acceptors, as one value: all that can come next is listed.
 * What was once said stays in the air, so it may be lost, come late, come twice, or overtake.
 *
 * @param attempts each proposer's latest
 * @param asked what proposers have said
 * @param replies what acceptors have said
 */
record Duel(
    Terms terms,
    PMap<MemberId, DecreeAcceptor<String>> acceptors,
    PMap<MemberId, DecreeProposer<String>> attempts,
    PSet<DecreeRequest<String>> asked,
    PSet<Reply> replies) {

  /** What an acceptor has said, to whom it concerns. */
  record Reply(MemberId from, DecreeReply<String> reply) {}

  /** How an acceptor answers. */
  interface Acceptance {
    Answer<String> answer(DecreeAcceptor<String> state, DecreeRequest<String> request);
  }

  /**
   * What does not change.
   *
   * @param rounds that a proposer may use
   */
  record Terms(Quorum election, Quorum accepting, int rounds, Acceptance acceptance) {}

  static Duel of(Terms terms, int proposers) {
    PMap<MemberId, DecreeAcceptor<String>> acceptors = HashTreePMap.empty();
    for (MemberId voter : terms.election().voters()) {
      acceptors = acceptors.plus(voter, DecreeAcceptor.empty());
    }
    Duel duel =
        new Duel(
            terms, acceptors, HashTreePMap.empty(), HashTreePSet.empty(), HashTreePSet.empty());
    for (int i = 1; i <= proposers; i++) {
      MemberId proposer = new MemberId("p" + i);
      duel = duel.attempt(proposer, Ballot.NONE.next(1, proposer));
    }
    return duel;
  }

  private Duel attempt(MemberId proposer, Ballot ballot) {
    DecreeProposer<String> attempt = DecreeProposer.of(ballot, terms.election(), terms.accepting());
    return new Duel(
        terms, acceptors, attempts.plus(proposer, attempt), asked.plus(attempt.prepare()), replies);
  }

  DecreeProposer<String> attempt(MemberId proposer) {
    return Objects.requireNonNull(attempts.get(proposer));
  }

  /** All that can happen next. */
  Stream<Duel> next() {
    List<Duel> all = new ArrayList<>();
    for (MemberId acceptor : acceptors.keySet()) {
      asked.forEach(request -> all.add(answer(acceptor, request)));
    }
    for (MemberId proposer : attempts.keySet()) {
      quorums().forEach(quorum -> all.add(propose(proposer, quorum)));
      retry(proposer).ifPresent(all::add);
    }
    return all.stream().filter(duel -> !duel.equals(this));
  }

  /** A refusal binds nobody: the next attempt is higher anyway. */
  Duel answer(MemberId acceptor, DecreeRequest<String> request) {
    DecreeAcceptor<String> state = Objects.requireNonNull(acceptors.get(acceptor));
    Answer<String> answer = terms.acceptance().answer(state, request);
    return answer.reply() instanceof DecreeReply.Rejected<String>
        ? this
        : new Duel(
            terms,
            acceptors.plus(acceptor, answer.state()),
            attempts,
            asked,
            replies.plus(new Reply(acceptor, answer.reply())));
  }

  /**
   * A proposer hears what these have said to its attempt, and proposes if it may: its own name
   * where nothing binds it. Which others it hears beside a quorum of promises makes no difference
   * to what it may say next.
   */
  Duel propose(MemberId proposer, List<MemberId> quorum) {
    DecreeProposer<String> attempt = attempt(proposer);
    for (Reply reply : replies) {
      attempt =
          quorum.contains(reply.from()) ? attempt.receive(reply.from(), reply.reply()) : attempt;
    }
    if (!attempt.prepared()) {
      return this;
    }
    attempt = attempt.propose(attempt.highest().map(Vote::value).orElse(proposer.value()));
    PSet<DecreeRequest<String>> said =
        attempt.accept().<PSet<DecreeRequest<String>>>map(asked::plus).orElse(asked);
    return new Duel(terms, acceptors, attempts.plus(proposer, attempt), said, replies);
  }

  private Stream<List<MemberId>> quorums() {
    List<MemberId> voters = terms.election().voters();
    return IntStream.range(0, 1 << voters.size())
        .filter(set -> Integer.bitCount(set) == terms.election().size())
        .mapToObj(
            set ->
                IntStream.range(0, voters.size())
                    .filter(voter -> (set >> voter & 1) == 1)
                    .mapToObj(voters::get)
                    .toList());
  }

  /** After a time-out, which may come at any time; above all that this attempt has heard of. */
  Optional<Duel> retry(MemberId proposer) {
    Ballot next = attempt(proposer).seen().next(1, proposer);
    return next.round() > terms.rounds() ? Optional.empty() : Optional.of(attempt(proposer, next));
  }

  /**
   * What a learner that hears of every vote knows to be chosen.
   *
   * @throws dev.synod.protocol.Invariant.Breach if that is more than one value
   */
  Optional<String> chosen() {
    DecreeLearner<String> learner = DecreeLearner.empty(terms.accepting());
    for (Reply reply : replies) {
      if (reply.reply() instanceof DecreeReply.Accepted<String> vote) {
        learner = learner.learn(reply.from(), new Vote<>(vote.ballot(), vote.value()));
      }
    }
    return learner.chosen();
  }
}
