package dev.synod.commit;

import dev.synod.api.Choice;
import dev.synod.commit.PaxosCommitEvent.Instance;
import dev.synod.commit.PaxosCommitEvent.Kept;
import dev.synod.commit.PaxosCommitMessage.Answer;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.PaxosCommitMessage.Reply;
import dev.synod.commit.PaxosCommitMessage.Request;
import dev.synod.decree.DecreeAcceptor;
import dev.synod.decree.DecreeRequest;
import dev.synod.decree.DecreeRequest.Accept;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * An acceptor of Paxos Commit: one decree per participant, remembered together. Votes under ballot
 * 0 wait here until all participants have voted, or a leader asks; then they are one write, and one
 * answer.
 *
 * @param participants durable with the decrees (rule K4)
 * @param decrees by participant, all of them or none; durable
 * @param waiting votes that are not accepted yet: volatile, since nobody was told of them
 */
public record PaxosCommitAcceptor(
    Panel panel,
    List<MemberId> participants,
    TreePMap<MemberId, DecreeAcceptor<Choice>> decrees,
    TreePMap<MemberId, DecreeRequest<Choice>> waiting)
    implements CommitNode<PaxosCommitMessage, PaxosCommitEvent> {

  /** Has heard of no transaction. */
  public static PaxosCommitAcceptor fresh(Panel panel) {
    return new PaxosCommitAcceptor(panel, List.of(), TreePMap.empty(), TreePMap.empty());
  }

  @Override
  public Turn<PaxosCommitMessage, PaxosCommitEvent> receive(
      MemberId from, PaxosCommitMessage message) {
    if (!(message instanceof Ask ask)) {
      return Turn.stay(this);
    }
    Invariant.require(
        participants.isEmpty() || participants.equals(ask.participants()),
        "K4",
        "the participants are %s, not %s",
        participants,
        ask.participants());
    Request first = ask.requests().get(0);
    return Panel.isZero(first.request().ballot())
        ? voted(ask.participants(), first)
        : led(from, ask);
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> voted(List<MemberId> all, Request vote) {
    if (!decrees.isEmpty()) {
      return overtaken(vote) ? Turn.stay(this) : again(vote);
    }
    Optional.ofNullable(waiting.get(vote.instance()))
        .ifPresent(
            before ->
                Invariant.require(
                    before.equals(vote.request()),
                    "K1",
                    "%s votes %s and %s",
                    vote.instance(),
                    before,
                    vote.request()));
    PaxosCommitAcceptor next =
        new PaxosCommitAcceptor(panel, all, decrees, waiting.plus(vote.instance(), vote.request()));
    return next.waiting.keySet().containsAll(all)
        ? next.taking(next.votes(), next.counters())
        : Turn.stay(next);
  }

  /** A leader was faster; its decision will come. */
  private boolean overtaken(Request vote) {
    return vote.request().ballot().below(decree(vote.instance()).promised());
  }

  /** Whoever repeats its vote has heard nothing: all votes are told once more. */
  private Turn<PaxosCommitMessage, PaxosCommitEvent> again(Request repeated) {
    List<Request> votes = new ArrayList<>(List.of(repeated));
    decrees.forEach(
        (instance, decree) ->
            decree
                .vote()
                .filter(vote -> !instance.equals(repeated.instance()))
                .map(vote -> new Accept<>(vote.ballot(), vote.value()))
                .ifPresent(accept -> votes.add(new Request(instance, accept))));
    votes.sort(Comparator.comparing(Request::instance));
    return taking(votes, counters());
  }

  private List<Request> votes() {
    return waiting.entrySet().stream()
        .map(vote -> new Request(vote.getKey(), vote.getValue()))
        .toList();
  }

  /** Those who count the votes under ballot 0. */
  private List<MemberId> counters() {
    return panel.direct() ? participants : panel.leaders().subList(0, 1);
  }

  /** What it has of votes is accepted first, in the same write: the leader shall find them. */
  private Turn<PaxosCommitMessage, PaxosCommitEvent> led(MemberId leader, Ask ask) {
    TreePMap<MemberId, DecreeAcceptor<Choice>> held = decrees;
    for (MemberId instance : waiting.keySet()) {
      DecreeRequest<Choice> vote = Optional.ofNullable(waiting.get(instance)).orElseThrow();
      held = held.plus(instance, DecreeAcceptor.<Choice>empty().receive(vote).state());
    }
    return new PaxosCommitAcceptor(panel, ask.participants(), held, TreePMap.empty())
        .taking(ask.requests(), List.of(leader));
  }

  private Turn<PaxosCommitMessage, PaxosCommitEvent> taking(
      List<Request> requests, List<MemberId> to) {
    TreePMap<MemberId, DecreeAcceptor<Choice>> next = decrees;
    List<Reply> replies = new ArrayList<>();
    for (Request request : requests) {
      DecreeAcceptor.Answer<Choice> answer = decree(request.instance()).receive(request.request());
      next = next.plus(request.instance(), answer.state());
      replies.add(new Reply(request.instance(), answer.reply()));
    }
    Answer said = new Answer(participants, replies);
    return next.equals(decrees)
        ? Turn.stay(this).saying(to, said)
        : Turn.remembering(this, new Kept(participants, instances(next))).saying(to, said);
  }

  private DecreeAcceptor<Choice> decree(MemberId instance) {
    return decrees.getOrDefault(instance, DecreeAcceptor.empty());
  }

  private static List<Instance> instances(TreePMap<MemberId, DecreeAcceptor<Choice>> decrees) {
    return decrees.entrySet().stream()
        .map(entry -> new Instance(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public PaxosCommitAcceptor recalling(PaxosCommitEvent event) {
    if (!(event instanceof Kept kept)) {
      return this;
    }
    TreePMap<MemberId, DecreeAcceptor<Choice>> durable = TreePMap.empty();
    for (Instance instance : kept.instances()) {
      durable = durable.plus(instance.participant(), instance.state());
    }
    return new PaxosCommitAcceptor(panel, kept.participants(), durable, TreePMap.empty());
  }

  /** An acceptor decides nothing. */
  @Override
  public Optional<Choice> outcome() {
    return Optional.empty();
  }
}
