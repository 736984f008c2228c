package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.commit.Letter;
import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitLeader;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Outcome;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.commit.PaxosCommitParticipant;
import dev.synod.commit.Turn;
import dev.synod.decree.DecreeProposer;
import dev.synod.decree.DecreeReply.Promise;
import dev.synod.decree.DecreeReply.Rejected;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import dev.synod.quorum.Tally;
import dev.synod.testkit.commit.Twisted.Twist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/**
 * What the nodes of a Paxos Commit may do, less what makes no difference to who may hold which
 * outcome.
 *
 * <ul>
 *   <li>A resource manager answers at once, either way: until it does its node has said and
 *       remembered nothing, as if the question came later. Silence before that is a vote to abort.
 *   <li>What a participant says on silence it says as soon as it has voted, to each leader: letters
 *       may come late, and silence leaves nothing in it but whom it pokes next.
 *   <li>A participant that is told the outcome is only seen to stand it, at once: told, it does
 *       less than untold, and who told it holds the same outcome.
 *   <li>Whoever counts forgets what it has counted after each thing that it does: the answers may
 *       come again. So it may do no less, and if it may do more that shows as a false alarm. This
 *       also keeps the names of acceptors, which are twins, out of the states of others.
 *   <li>Refusals are lost: they change nothing but how far the next ballot leaps. A promise that
 *       tells of a vote under its own ballot is lost: who led that ballot has ended its phase 1.
 * </ul>
 *
 * @param rounds how many ballots each leader may lead
 * @param mistake that some of the nodes make
 */
record PaxosCommitPlayer(
    Troupe troupe,
    List<Integer> rounds,
    Optional<Twist<PaxosCommitMessage, PaxosCommitEvent>> mistake)
    implements Repertoire.Player<PaxosCommitMessage, PaxosCommitEvent> {

  @Override
  public List<Turn<PaxosCommitMessage, PaxosCommitEvent>> receive(
      CommitNode<PaxosCommitMessage, PaxosCommitEvent> node,
      MemberId from,
      PaxosCommitMessage message) {
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn = node.receive(from, message);
    return message instanceof Outcome ? List.of() : played(node, turn);
  }

  @Override
  public List<Turn<PaxosCommitMessage, PaxosCommitEvent>> unprompted(
      CommitNode<PaxosCommitMessage, PaxosCommitEvent> node) {
    if (node instanceof PaxosCommitParticipant participant) {
      List<MemberId> all = troupe.ofParticipants();
      return participant.self().equals(all.get(0)) ? played(node, node.begin(all)) : List.of();
    }
    return played(node, node.silence());
  }

  /**
   * A participant that has voted says only what it has said. A ballot that a leader does not lead
   * now it will never lead again (rule B3), and its first phase is over once it has proposed. Votes
   * under ballot 0 are of use to any leader, for ever.
   */
  @Override
  public boolean moot(
      CommitNode<PaxosCommitMessage, PaxosCommitEvent> node, PaxosCommitMessage message) {
    if (node instanceof PaxosCommitParticipant participant) {
      return message instanceof Answer
          ? participant.outcome().isPresent()
          : message instanceof Outcome || participant.vote().isPresent();
    }
    return node instanceof PaxosCommitLeader leader
        && message instanceof Answer answer
        && answer.replies().stream().allMatch(reply -> moot(leader, reply));
  }

  private static boolean moot(PaxosCommitLeader leader, Reply reply) {
    Ballot ballot = reply.reply().ballot();
    Optional<DecreeProposer<Choice>> led =
        Optional.ofNullable(leader.attempts().get(reply.instance()))
            .filter(attempt -> attempt.ballot().equals(ballot));
    return ballot.round() > 0
        && (led.isEmpty()
            || (reply.reply() instanceof Promise && led.orElseThrow().proposed().isPresent()));
  }

  private List<Turn<PaxosCommitMessage, PaxosCommitEvent>> played(
      CommitNode<PaxosCommitMessage, PaxosCommitEvent> before,
      Turn<PaxosCommitMessage, PaxosCommitEvent> right) {
    if (right.asks()) {
      return Stream.of(Choice.values())
          .map(vote -> right.node().answer(vote))
          .map(turn -> mistaken(before, poking(turn)))
          .toList();
    }
    Turn<PaxosCommitMessage, PaxosCommitEvent> turn = mistaken(before, right);
    if (turn.node() instanceof PaxosCommitLeader leader) {
      long most = rounds.get(troupe.ofLeaders().indexOf(leader.self()));
      return leader.claimed().round() > most ? List.of() : List.of(forgetting(turn, leader));
    }
    List<Letter<PaxosCommitMessage>> letters =
        turn.say().stream().filter(PaxosCommitPlayer::matters).toList();
    boolean counts = turn.remember().isEmpty() && letters.isEmpty();
    return turn.node() instanceof PaxosCommitParticipant participant && !counts
        ? List.of(new Turn<>(forgetting(participant), turn.remember(), letters, false))
        : List.of(new Turn<>(turn.node(), turn.remember(), letters, false));
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> mistaken(
      CommitNode<PaxosCommitMessage, PaxosCommitEvent> before,
      Turn<PaxosCommitMessage, PaxosCommitEvent> right) {
    return mistake.map(twist -> twist.of(before, right)).orElse(right);
  }

  private static boolean matters(Letter<PaxosCommitMessage> letter) {
    return !(letter.message() instanceof Answer answer)
        || answer.replies().stream().allMatch(PaxosCommitPlayer::matters);
  }

  private static boolean matters(Reply reply) {
    boolean late =
        reply.reply() instanceof Promise<Choice> promise
            && promise.vote().filter(vote -> vote.ballot().equals(promise.ballot())).isPresent();
    return !late && !(reply.reply() instanceof Rejected);
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> poking(
      Turn<PaxosCommitMessage, PaxosCommitEvent> turn) {
    List<Letter<PaxosCommitMessage>> letters = new ArrayList<>(turn.say());
    CommitNode<PaxosCommitMessage, PaxosCommitEvent> node = turn.node();
    for (int leader = 0; leader < troupe.ofLeaders().size(); leader++) {
      letters.addAll(node.silence().say());
      node = node.silence().node();
    }
    PaxosCommitParticipant voted = (PaxosCommitParticipant) turn.node();
    return new Turn<>(forgetting(voted), turn.remember(), letters, false);
  }

  private static PaxosCommitParticipant forgetting(PaxosCommitParticipant node) {
    return new PaxosCommitParticipant(
        node.self(),
        node.panel(),
        node.participants(),
        false,
        false,
        node.vote(),
        node.outcome(),
        PaxosCommitParticipant.fresh(node.self(), node.panel()).returns(),
        0);
  }

  private static Turn<PaxosCommitMessage, PaxosCommitEvent> forgetting(
      Turn<PaxosCommitMessage, PaxosCommitEvent> turn, PaxosCommitLeader leader) {
    if (turn.say().isEmpty()) {
      return turn;
    }
    PaxosCommitLeader fresh = PaxosCommitLeader.fresh(leader.self(), leader.panel());
    TreePMap<MemberId, DecreeProposer<Choice>> attempts = TreePMap.empty();
    for (var attempt : leader.attempts().entrySet()) {
      attempts = attempts.plus(attempt.getKey(), forgetting(attempt.getValue()));
    }
    return new Turn<>(
        new PaxosCommitLeader(
            leader.self(),
            leader.panel(),
            leader.participants(),
            leader.claimed(),
            Ballot.NONE,
            attempts,
            fresh.returns(),
            leader.outcome()),
        turn.remember(),
        turn.say(),
        false);
  }

  private static DecreeProposer<Choice> forgetting(DecreeProposer<Choice> attempt) {
    Quorum quorum = attempt.accepting();
    DecreeProposer<Choice> begun = DecreeProposer.of(attempt.ballot(), quorum, quorum);
    return new DecreeProposer<>(
        begun.ballot(),
        quorum,
        quorum,
        TreePMap.empty(),
        attempt.proposed(),
        Tally.empty(quorum),
        TreePMap.empty());
  }
}
