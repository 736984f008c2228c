package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitEvent.Decided;
import dev.synod.commit.PaxosCommitEvent.Voted;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Begin;
import dev.synod.commit.PaxosCommitMessage.Outcome;
import dev.synod.commit.PaxosCommitMessage.Poke;
import dev.synod.commit.PaxosCommitMessage.Prepare;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * A participant of Paxos Commit. It votes once, durably, as the only one that ever proposes under
 * ballot 0 of its own instance (rule K1), and tells the acceptors. Having voted to commit it waits
 * for what all instances have chosen; if it hears nothing it pokes the leaders, one after the
 * other.
 *
 * @param participants all, as far as known; durable with the vote (rule K4)
 * @param beginner whether the transaction began here, so that a leader must be told; volatile
 * @param asked whether the resource manager is at its vote; volatile
 * @param vote durable; to abort is to know the outcome, since nobody else proposes to commit
 * @param outcome durable
 * @param returns what acceptors say that answer directly; volatile
 * @param pokes how often it has poked; volatile
 */
public record PaxosCommitParticipant(
    MemberId self,
    Panel panel,
    List<MemberId> participants,
    boolean beginner,
    boolean asked,
    Optional<Choice> vote,
    Optional<Choice> outcome,
    Returns returns,
    int pokes)
    implements CommitNode<PaxosCommitMessage, PaxosCommitEvent> {

  /** Has heard of no transaction. */
  public static PaxosCommitParticipant fresh(MemberId self, Panel panel) {
    return new PaxosCommitParticipant(
        self,
        panel,
        List.of(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Returns.empty(panel.quorum()),
        0);
  }

  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> begin(List<MemberId> participants) {
    return prepare(participants, true);
  }

  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> receive(
      MemberId from, PaxosCommitMessage message) {
    if (message instanceof Prepare prepare) {
      return prepare(prepare.participants(), beginner);
    }
    if (message instanceof Outcome heard) {
      return decided(heard.choice());
    }
    return message instanceof Answer answer ? counted(from, answer) : Turn.stay(this);
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> prepare(List<MemberId> all, boolean first) {
    if (vote.isPresent()) {
      PaxosCommitParticipant knowing = participants.isEmpty() ? asking(all, first, false) : this;
      return knowing.voting(Turn.stay(knowing), panel.addressed());
    }
    return asked || outcome.isPresent()
        ? Turn.stay(this)
        : Turn.stay(asking(all, first, true)).asking();
  }

  private PaxosCommitParticipant asking(List<MemberId> all, boolean first, boolean asking) {
    return new PaxosCommitParticipant(
        self, panel, all, first, asking, vote, outcome, returns, pokes);
  }

  /** Phase 2a of ballot 0. */
  private Turn<PaxosCommitMessage, PaxosCommitEvent> voting(
      Turn<PaxosCommitMessage, PaxosCommitEvent> turn, List<MemberId> acceptors) {
    Request request = new Request(self, new Accept<>(Panel.zero(self), vote.orElseThrow()));
    return turn.saying(acceptors, new Ask(participants, List.of(request)));
  }

  /** The one place where it votes, for the first and the last time (rule K1). */
  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> answer(Choice vote) {
    boolean mayVote = this.vote.isEmpty() && outcome.isEmpty();
    if (!mayVote || (vote == Choice.COMMIT && !asked)) {
      return Turn.stay(this);
    }
    Voted event = new Voted(vote, participants);
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn = Turn.remembering(this, event);
    if (participants.isEmpty()) {
      return turn;
    }
    return recalling(event)
        .voting(
            beginner ? turn.saying(panel.leaders().get(0), new Begin(participants)) : turn,
            panel.addressed());
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> counted(MemberId acceptor, Answer answer) {
    if (outcome.isPresent()) {
      return Turn.stay(this);
    }
    Returns counted = returns.learn(acceptor, answer.replies());
    PaxosCommitParticipant next =
        new PaxosCommitParticipant(
            self, panel, participants, beginner, asked, vote, outcome, counted, pokes);
    return Returns.together(answer.participants().stream().map(counted::chosen).toList())
        .map(next::decided)
        .orElseGet(() -> Turn.stay(next));
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> decided(Choice choice) {
    outcome.ifPresent(
        known ->
            Invariant.require(known == choice, "K3", "%s comes after it was %s", choice, known));
    Invariant.require(
        choice == Choice.ABORT || vote.equals(Optional.of(Choice.COMMIT)),
        "K3",
        "a commit comes before %s has voted for it",
        self);
    return outcome.isPresent() ? Turn.stay(this) : Turn.remembering(this, new Decided(choice));
  }

  /** Who has not voted may still vote to abort; who has must hear of the others. */
  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> silence() {
    if (!waits()) {
      return Turn.stay(this);
    }
    if (vote.isEmpty()) {
      return answer(Choice.ABORT);
    }
    MemberId leader = panel.leaders().get(pokes % panel.leaders().size());
    PaxosCommitParticipant next =
        new PaxosCommitParticipant(
            self, panel, participants, beginner, asked, vote, outcome, returns, pokes + 1);
    return voting(Turn.stay(next), panel.acceptors()).saying(leader, new Poke(participants));
  }

  @Override
  public PaxosCommitParticipant recalling(PaxosCommitEvent event) {
    if (event instanceof Voted voted) {
      Optional<Choice> own = Optional.of(voted.choice());
      return new PaxosCommitParticipant(
          self,
          panel,
          voted.participants(),
          beginner,
          false,
          own,
          own.filter(choice -> choice == Choice.ABORT),
          returns,
          pokes);
    }
    return event instanceof Decided decided
        ? new PaxosCommitParticipant(
            self,
            panel,
            participants,
            beginner,
            false,
            vote,
            Optional.of(decided.choice()),
            Returns.empty(panel.quorum()),
            pokes)
        : this;
  }

  @Override
  public boolean waits() {
    return outcome.isEmpty() && (asked || vote.isPresent());
  }
}
