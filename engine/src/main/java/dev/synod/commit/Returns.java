package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.decree.DecreeLearner;
import dev.synod.decree.DecreeReply.Accepted;
import dev.synod.decree.Vote;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * Counts what the acceptors have accepted under the participants' own ballots, instance by
 * instance.
 */
public record Returns(Quorum quorum, TreePMap<MemberId, DecreeLearner<Choice>> instances) {
  static Returns empty(Quorum quorum) {
    return new Returns(quorum, TreePMap.empty());
  }

  /** With the answers of an acceptor; those to other ballots are not counted. */
  Returns learn(MemberId acceptor, List<Reply> replies) {
    Returns next = this;
    for (Reply reply : replies) {
      if (reply.reply() instanceof Accepted<Choice> accepted && Panel.isZero(accepted.ballot())) {
        next = next.learn(acceptor, reply.instance(), accepted);
      }
    }
    return next;
  }

  private Returns learn(MemberId acceptor, MemberId instance, Accepted<Choice> accepted) {
    DecreeLearner<Choice> before = instances.getOrDefault(instance, DecreeLearner.empty(quorum));
    return new Returns(
        quorum,
        instances.plus(
            instance, before.learn(acceptor, new Vote<>(accepted.ballot(), accepted.value()))));
  }

  /** What is chosen in an instance, as far as it is known. */
  Optional<Choice> chosen(MemberId instance) {
    return Optional.ofNullable(instances.get(instance)).flatMap(DecreeLearner::chosen);
  }

  /**
   * What the instances come to (rule K3): commit if all have chosen it, abort if one has.
   *
   * @param instances of all participants
   */
  static Optional<Choice> together(Collection<Optional<Choice>> instances) {
    if (instances.contains(Optional.of(Choice.ABORT))) {
      return Optional.of(Choice.ABORT);
    }
    return instances.stream().allMatch(Optional::isPresent)
        ? Optional.of(Choice.COMMIT)
        : Optional.empty();
  }
}
