package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitEvent.Claimed;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Begin;
import dev.synod.commit.PaxosCommitMessage.Outcome;
import dev.synod.commit.PaxosCommitMessage.Poke;
import dev.synod.commit.PaxosCommitMessage.Prepare;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeProposer;
import dev.synod.decree.DecreeRequest;
import dev.synod.decree.Vote;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pcollections.TreePMap;

/**
 * A leader of Paxos Commit, one of any number (rule K5). As long as all goes well it only counts:
 * ballot 0 belongs to the participants. Poked, or after silence, it leads a ballot of its own in
 * all instances at once, and finds what is or may be chosen; where nothing is, it proposes to abort
 * (rule K2). It holds nothing that another leader could not find, so it may come and go.
 *
 * @param participants durable with its ballot (rule K4); the list it counts by without one is that
 *     of the acceptors, which have it durably
 * @param claimed its highest ballot; durable before its phase 1 (rule B2)
 * @param seen the highest ballot that it was refused for; volatile
 * @param attempts of its ballot, by participant, none if it leads none; volatile (rule B3)
 * @param returns what is accepted under ballot 0; volatile
 * @param outcome volatile: it is found again
 */
public record PaxosCommitLeader(
    MemberId self,
    Panel panel,
    List<MemberId> participants,
    Ballot claimed,
    Ballot seen,
    TreePMap<MemberId, DecreeProposer<Choice>> attempts,
    Returns returns,
    Optional<Choice> outcome)
    implements CommitNode<PaxosCommitMessage, PaxosCommitEvent> {

  /** Has heard of no transaction. */
  public static PaxosCommitLeader fresh(MemberId self, Panel panel) {
    return new PaxosCommitLeader(
        self,
        panel,
        List.of(),
        Ballot.NONE,
        Ballot.NONE,
        TreePMap.empty(),
        Returns.empty(panel.quorum()),
        Optional.empty());
  }

  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> begin(List<MemberId> participants) {
    return Turn.stay(of(participants)).saying(participants, new Prepare(participants));
  }

  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> receive(
      MemberId from, PaxosCommitMessage message) {
    if (message instanceof Begin begin) {
      List<MemberId> all = begin.participants();
      return Turn.stay(of(all))
          .saying(all.stream().filter(one -> !one.equals(from)).toList(), new Prepare(all));
    }
    if (message instanceof Poke poke) {
      return poked(from, poke.participants());
    }
    return message instanceof Answer answer && outcome.isEmpty()
        ? of(answer.participants()).answered(from, answer.replies())
        : Turn.stay(this);
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> poked(MemberId from, List<MemberId> all) {
    if (outcome.isPresent()) {
      return Turn.stay(this).saying(from, new Outcome(outcome.orElseThrow()));
    }
    return attempts.isEmpty() ? of(all).lead() : Turn.stay(this);
  }

  /** A fresh ballot above all that it knows of, asked for by phase 1 (rules B2, B5). */
  private Turn<PaxosCommitMessage, PaxosCommitEvent> lead() {
    Ballot ballot = claimed.max(seen).next(1, self);
    TreePMap<MemberId, DecreeProposer<Choice>> fresh = TreePMap.empty();
    for (MemberId one : participants) {
      fresh = fresh.plus(one, DecreeProposer.of(ballot, panel.quorum(), panel.quorum()));
    }
    PaxosCommitLeader leading = of(fresh, seen);
    return Turn.remembering(leading, new Claimed(ballot, participants))
        .saying(panel.acceptors(), leading.ask(DecreeProposer::prepare));
  }

  private Ask ask(Function<DecreeProposer<Choice>, DecreeRequest<Choice>> request) {
    return new Ask(
        participants,
        attempts.entrySet().stream()
            .map(one -> new Request(one.getKey(), request.apply(one.getValue())))
            .toList());
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> answered(
      MemberId acceptor, List<Reply> replies) {
    PaxosCommitLeader next = counting(acceptor, replies);
    Optional<Choice> found = Returns.together(participants.stream().map(next::chosen).toList());
    if (found.isPresent()) {
      return Turn.stay(next.knowing(found)).saying(participants, new Outcome(found.orElseThrow()));
    }
    return next.mayPropose() ? next.propose() : Turn.stay(next);
  }

  private PaxosCommitLeader counting(MemberId acceptor, List<Reply> replies) {
    TreePMap<MemberId, DecreeProposer<Choice>> next = attempts;
    Ballot highest = seen;
    for (Reply reply : replies) {
      Optional<DecreeProposer<Choice>> attempt =
          Optional.ofNullable(next.get(reply.instance()))
              .map(before -> before.receive(acceptor, reply.reply()));
      if (attempt.isPresent()) {
        next = next.plus(reply.instance(), attempt.orElseThrow());
        highest = highest.max(attempt.orElseThrow().seen());
      }
    }
    return new PaxosCommitLeader(
        self,
        panel,
        participants,
        claimed,
        highest,
        next,
        returns.learn(acceptor, replies),
        outcome);
  }

  private Optional<Choice> chosen(MemberId instance) {
    return returns
        .chosen(instance)
        .or(() -> Optional.ofNullable(attempts.get(instance)).flatMap(DecreeProposer::chosen));
  }

  private boolean mayPropose() {
    return !attempts.isEmpty() && attempts.values().stream().allMatch(DecreeProposer::prepared);
  }

  /** What was found in phase 1, and where nothing was: abort (rules A6, K2). */
  private Turn<PaxosCommitMessage, PaxosCommitEvent> propose() {
    TreePMap<MemberId, DecreeProposer<Choice>> next = attempts;
    for (MemberId one : participants) {
      DecreeProposer<Choice> attempt = Optional.ofNullable(attempts.get(one)).orElseThrow();
      Choice value = attempt.highest().map(Vote::value).orElse(Choice.ABORT);
      next = next.plus(one, attempt.propose(value));
    }
    PaxosCommitLeader proposing = of(next, seen);
    return Turn.stay(proposing)
        .saying(panel.acceptors(), proposing.ask(attempt -> attempt.accept().orElseThrow()));
  }

  /** A ballot that gets nowhere is given up for a higher one. */
  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> silence() {
    return waits() ? lead() : Turn.stay(this);
  }

  @Override
  public PaxosCommitLeader recalling(PaxosCommitEvent event) {
    return event instanceof Claimed mine
        ? new PaxosCommitLeader(
            self, panel, mine.participants(), mine.ballot(), seen, attempts, returns, outcome)
        : this;
  }

  @Override
  public boolean waits() {
    return !participants.isEmpty() && outcome.isEmpty();
  }

  private PaxosCommitLeader of(List<MemberId> all) {
    return new PaxosCommitLeader(self, panel, all, claimed, seen, attempts, returns, outcome);
  }

  private PaxosCommitLeader of(TreePMap<MemberId, DecreeProposer<Choice>> attempts, Ballot seen) {
    return new PaxosCommitLeader(
        self, panel, participants, claimed, seen, attempts, returns, outcome);
  }

  /** Nothing else matters any more. */
  private PaxosCommitLeader knowing(Optional<Choice> found) {
    return new PaxosCommitLeader(
        self,
        panel,
        participants,
        claimed,
        seen,
        TreePMap.empty(),
        Returns.empty(panel.quorum()),
        found);
  }
}
