package dev.synod.demo.commit;

import dev.synod.api.Choice;
import dev.synod.decree.DecreeProposer;
import dev.synod.demo.json.BadRequest;
import dev.synod.demo.json.Fields;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.HashSet;
import java.util.List;

/**
 * Who takes part.
 *
 * @param participants each has one instance, which chooses its vote
 * @param acceptors of every instance; a majority decides
 */
record Lineup(List<MemberId> participants, List<MemberId> acceptors) {
  private static final int PARTICIPANTS = 100;
  private static final int ACCEPTORS = 15;

  /** The epoch of all ballots: these acceptors never change. */
  private static final long EPOCH = 1;

  static Lineup of(Fields body) {
    return new Lineup(ids(body, "participants", PARTICIPANTS), ids(body, "acceptors", ACCEPTORS));
  }

  /** The same acceptors, and of the participants all or some. */
  Lineup within(Lineup known) {
    require("participants", participants, known.participants);
    require("acceptors", acceptors, known.acceptors);
    if (acceptors.size() < known.acceptors.size()) {
      throw new BadRequest(
          "field 'acceptors' must be those of init, %s: others have other majorities"
              .formatted(known.acceptors));
    }
    return this;
  }

  private static void require(String name, List<MemberId> some, List<MemberId> known) {
    some.stream()
        .filter(id -> !known.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new BadRequest(
                  "field '%s': %s is none of init's, %s".formatted(name, id, known));
            });
  }

  /** An attempt at one instance that nobody has heard of. */
  DecreeProposer<Choice> attempt(long proposalId) {
    Quorum majority = Quorum.majority(acceptors);
    return DecreeProposer.of(ballot(proposalId), majority, majority);
  }

  /** Ordered as the proposal ids are: all are this node's, or 0, which is the participant's. */
  static Ballot ballot(long proposalId) {
    return new Ballot(EPOCH, proposalId, new MemberId(PaxosCoordinator.NAME));
  }

  private static List<MemberId> ids(Fields body, String name, int most) {
    List<String> texts = body.texts(name);
    if (texts.isEmpty() || texts.size() > most) {
      throw new BadRequest(
          "field '%s' has %d names; must be 1 to %d".formatted(name, texts.size(), most));
    }
    if (new HashSet<>(texts).size() < texts.size()) {
      throw new BadRequest("field '%s' names somebody twice: %s".formatted(name, texts));
    }
    return texts.stream().map(text -> id(name, text)).toList();
  }

  /** A name that can stand in a ballot. */
  static MemberId id(String name, String text) {
    try {
      return new MemberId(text);
    } catch (IllegalArgumentException unfit) {
      throw new BadRequest("field '%s': %s".formatted(name, unfit.getMessage()));
    }
  }
}
