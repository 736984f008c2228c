package dev.synod.demo.commit;

import dev.synod.api.Choice;
import dev.synod.protocol.MemberId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One transaction under Paxos Commit (Gray and Lamport, Consensus on Transaction Commit, section
 * 4), as its proposer leads it: an instance of Paxos for each participant chooses whether that one
 * can commit.
 *
 * <p>The proposer holds the participants' votes: it begins with {@code commit} under proposal id 1,
 * which stands for what each participant sends itself in the paper (rule K1). When it recovers it
 * goes on under a higher one, and where nothing may have been chosen it proposes {@code abort}
 * (rule K2).
 */
final class Transaction {
  private final Lineup lineup;
  private final Outbox outbox;
  private final SortedMap<MemberId, Instance> instances = new TreeMap<>();
  private final Map<Long, Asked> asked = new HashMap<>();
  private Crash crash;
  private long proposalId = 1;
  private boolean stopped;

  /** Who was asked for what, in which instance; by the number of the question. */
  private record Asked(MemberId acceptor, String type, MemberId participant) {}

  Transaction(Lineup lineup, Crash crash, Outbox outbox) {
    this.lineup = lineup;
    this.crash = crash;
    this.outbox = outbox;
  }

  void begin() {
    for (MemberId participant : lineup.participants()) {
      instances.put(participant, Instance.first(lineup, proposalId));
      ask(participant, "prepare", Optional.empty());
    }
    stopped = crash == Crash.PREPARE;
  }

  /** A proposer that had stopped has forgotten all decisions; another goes on where it is. */
  void recover() {
    boolean forgetful = stopped;
    stopped = false;
    crash = Crash.NEVER;
    proposalId++;
    asked.clear();
    for (MemberId participant : lineup.participants()) {
      if (forgetful || chosen(participant).isEmpty()) {
        change(participant, instance -> instance.again(lineup, proposalId));
        ask(participant, "prepare", Optional.empty());
      }
    }
  }

  /** What no question of the present attempt has asked for is ignored. */
  void promised(long question, MemberId acceptor, long id, Optional<Instance.Told> told) {
    participant(question, acceptor, "prepare")
        .ifPresent(
            participant -> {
              change(participant, instance -> instance.promised(acceptor, id, told));
              propose(participant);
            });
  }

  private void propose(MemberId participant) {
    if (instance(participant).ready()) {
      Choice own = proposalId == 1 ? Choice.COMMIT : Choice.ABORT;
      change(participant, instance -> instance.propose(proposalId, own));
      ask(participant, "accept", instance(participant).attempt().proposed());
      stopped = crash == Crash.ACCEPT && instances.values().stream().noneMatch(Instance::asking);
    }
  }

  /** A vote that names no proposal id is for the one that was asked for. */
  void accepted(long question, MemberId acceptor, OptionalLong id) {
    participant(question, acceptor, "accept")
        .ifPresent(
            participant ->
                change(
                    participant, instance -> instance.accepted(acceptor, id.orElse(proposalId))));
  }

  /** What each participant's instance has chosen, once all have. */
  Optional<SortedMap<MemberId, Choice>> decisions() {
    if (stopped || instances.keySet().stream().anyMatch(one -> chosen(one).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        instances.keySet().stream()
            .collect(
                Collectors.toMap(
                    one -> one, one -> chosen(one).orElseThrow(), (a, b) -> a, TreeMap::new)));
  }

  private void ask(MemberId participant, String type, Optional<Choice> value) {
    for (MemberId acceptor : lineup.acceptors()) {
      long question =
          outbox.ask(
              acceptor.value(),
              type,
              body -> {
                body.put("proposal_id", proposalId).put("participant", participant.value());
                value.ifPresent(choice -> body.put("value", Spelling.of(choice)));
              });
      asked.put(question, new Asked(acceptor, type, participant));
    }
  }

  private Optional<MemberId> participant(long question, MemberId acceptor, String type) {
    return Optional.ofNullable(asked.get(question))
        .filter(one -> !stopped && one.acceptor().equals(acceptor) && one.type().equals(type))
        .map(Asked::participant);
  }

  private Optional<Choice> chosen(MemberId participant) {
    return instance(participant).attempt().chosen();
  }

  private Instance instance(MemberId participant) {
    return Optional.ofNullable(instances.get(participant)).orElseThrow();
  }

  private void change(MemberId participant, UnaryOperator<Instance> next) {
    instances.put(participant, next.apply(instance(participant)));
  }
}
