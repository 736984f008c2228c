package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.commit.Letter;
import dev.synod.commit.PaxosCommitMessage.Ask;
import dev.synod.commit.Turn;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Plays the nodes of one transaction: letters fly until they are delivered or lost, time passes
 * only when it is told to, a crash leaves of a node what it has remembered. Resource managers
 * answer at once, or never.
 *
 * <p>It watches for disagreement: what any node ever held for the outcome counts, also if it
 * crashed or changed its mind.
 */
public final class Stage<M, E> {
  private static final int TICKS = 12;

  private final SortedMap<MemberId, CommitNode<M, E>> births;
  private final SortedMap<MemberId, CommitNode<M, E>> live;
  private final SortedMap<MemberId, List<E>> journals = new TreeMap<>();
  private final SortedMap<MemberId, Optional<Choice>> wishes = new TreeMap<>();
  private final SortedMap<MemberId, Integer> acts = new TreeMap<>();
  private final SortedMap<MemberId, Integer> limits = new TreeMap<>();
  private final SortedMap<MemberId, String> lastActs = new TreeMap<>();
  private final SortedSet<MemberId> island = new TreeSet<>();
  private final List<Flight<M>> flights = new ArrayList<>();
  private final Set<Choice> held = EnumSet.noneOf(Choice.class);
  private final List<String> breaches = new ArrayList<>();
  private final Bill bill;
  private long numbers;

  /** Each node in a place of its own. */
  public Stage(Map<MemberId, ? extends CommitNode<M, E>> nodes) {
    this(nodes, UnaryOperator.identity());
  }

  /**
   * A stage for these nodes, none of which was told anything.
   *
   * @param places where each node is, named by one of those there: what does not leave it is free
   */
  public Stage(Map<MemberId, ? extends CommitNode<M, E>> nodes, UnaryOperator<MemberId> places) {
    births = new TreeMap<>(nodes);
    live = new TreeMap<>(nodes);
    bill = new Bill(places);
  }

  /** What the resource manager of a participant will answer; COMMIT unless said otherwise. */
  public void wish(MemberId participant, Choice vote) {
    wishes.put(participant, Optional.of(vote));
  }

  /** The resource manager of this participant will not answer. */
  public void silence(MemberId participant) {
    wishes.put(participant, Optional.empty());
  }

  /** The resource manager of this participant answers after all, if it is still asked. */
  public void answer(MemberId participant, Choice vote) {
    wish(participant, vote);
    run(participant, one -> one.answer(vote));
  }

  /** A transaction begins at this node. */
  public void begin(MemberId node, List<MemberId> participants) {
    run(node, one -> one.begin(participants));
  }

  /** What is on its way, in the order of sending. */
  public List<Flight<M>> flights() {
    return Collections.unmodifiableList(flights);
  }

  /** It arrives, unless its receiver is down or beyond the split of the network. */
  public void deliver(Flight<M> flight) {
    lose(flight);
    if (live.containsKey(flight.to()) && !cut(flight)) {
      bill.arrive(flight.to(), flight.depth());
      run(flight.to(), node -> node.receive(flight.from(), flight.message()));
    }
  }

  /** It never arrives. */
  public void lose(Flight<M> flight) {
    flights.remove(flight);
  }

  /** It will arrive once more. */
  public void repeat(Flight<M> flight) {
    flights.add(
        new Flight<>(numbers++, flight.from(), flight.to(), flight.message(), flight.depth()));
  }

  private boolean cut(Flight<M> flight) {
    return island.contains(flight.from()) != island.contains(flight.to());
  }

  /** This node stops: of its state only what it has remembered is left. */
  public void crash(MemberId node) {
    live.remove(node);
  }

  /** It stops right after this many more acts: an act is a write or a letter. */
  public void crashAfter(MemberId node, int more) {
    limits.put(node, acts.getOrDefault(node, 0) + more);
    crashAtItsLimit(node);
  }

  /** A node that is down comes back. */
  public void restart(MemberId node) {
    limits.remove(node);
    if (!live.containsKey(node)) {
      live.put(node, birth(node).recovered(journals.getOrDefault(node, List.of())));
      note(node);
    }
  }

  private CommitNode<M, E> birth(MemberId node) {
    return Optional.ofNullable(births.get(node)).orElseThrow();
  }

  /** Letters between these and the others are lost from now on. */
  public void split(Collection<MemberId> some) {
    island.addAll(some);
  }

  /** The network is whole again. */
  public void heal() {
    island.clear();
  }

  /** This node, if it lives and waits, has waited long enough. */
  public void timeOut(MemberId node) {
    Optional.ofNullable(live.get(node))
        .filter(CommitNode::waits)
        .ifPresent(waiting -> run(node, CommitNode::silence));
  }

  /** All that wait have waited long enough. */
  public void tick() {
    List.copyOf(live.keySet()).forEach(this::timeOut);
  }

  /** Delivers all that flies and comes of it, in the order of sending. */
  public void deliverAll() {
    while (!flights.isEmpty()) {
      deliver(flights.get(0));
    }
  }

  /** Goes on, with time-outs only when nothing flies, until nobody waits or no end is in sight. */
  public void settle() {
    settleUntil(() -> false);
  }

  /** Goes on like {@link #settle}, or until this is so. */
  public void settleUntil(BooleanSupplier enough) {
    int ticks = 0;
    while (!enough.getAsBoolean() && (!flights.isEmpty() || (ticks < TICKS && anybodyWaits()))) {
      if (flights.isEmpty()) {
        tick();
        ticks++;
      } else {
        deliver(flights.get(0));
      }
    }
  }

  private boolean anybodyWaits() {
    return live.values().stream().anyMatch(CommitNode::waits);
  }

  private void run(MemberId id, Function<CommitNode<M, E>, Turn<M, E>> told) {
    CommitNode<M, E> node = live.get(id);
    if (node == null) {
      return;
    }
    Turn<M, E> turn;
    try {
      turn = told.apply(node);
    } catch (Invariant.Breach breach) {
      breaches.add(id + ": " + breach.getMessage());
      return;
    }
    perform(id, turn);
    if (turn.asks()) {
      wishes
          .getOrDefault(id, Optional.of(Choice.COMMIT))
          .ifPresent(vote -> run(id, one -> one.answer(vote)));
    }
  }

  private void perform(MemberId id, Turn<M, E> turn) {
    bill.turn();
    if (!turn.remember().isEmpty()) {
      journals.computeIfAbsent(id, fresh -> new ArrayList<>()).addAll(turn.remember());
      bill.write(id);
      act(id, "remembers " + turn.remember().get(0).getClass().getSimpleName());
    }
    live.computeIfPresent(id, (same, before) -> turn.node());
    note(id);
    for (Letter<M> letter : turn.say()) {
      if (live.containsKey(id)) {
        int depth = bill.post(id, letter.to());
        flights.add(new Flight<>(numbers++, id, letter.to(), letter.message(), depth));
        act(id, "says " + name(letter.message()) + " to " + letter.to());
      }
    }
  }

  private static String name(Object message) {
    Object named = message instanceof Ask ask ? ask.requests().get(0).request() : message;
    return (message instanceof Ask ? "Ask to " : "") + named.getClass().getSimpleName();
  }

  private void act(MemberId id, String what) {
    acts.merge(id, 1, Integer::sum);
    lastActs.put(id, what);
    crashAtItsLimit(id);
  }

  private void crashAtItsLimit(MemberId id) {
    if (acts.getOrDefault(id, 0) >= limits.getOrDefault(id, Integer.MAX_VALUE)) {
      crash(id);
    }
  }

  private void note(MemberId id) {
    Optional.ofNullable(live.get(id))
        .flatMap(CommitNode::outcome)
        .ifPresent(
            outcome -> {
              held.add(outcome);
              bill.learn(id);
            });
  }

  /** How many acts this node has performed. */
  public int acts(MemberId node) {
    return acts.getOrDefault(node, 0);
  }

  /** What this node did last. */
  public String lastAct(MemberId node) {
    return lastActs.getOrDefault(node, "does nothing");
  }

  /** The state of a node, unless it is down. */
  public Optional<CommitNode<M, E>> node(MemberId node) {
    return Optional.ofNullable(live.get(node));
  }

  /** All that a node has remembered. */
  public List<E> journal(MemberId node) {
    return List.copyOf(journals.getOrDefault(node, List.of()));
  }

  /** What was held for the outcome, by whomever, at any time. */
  public Set<Choice> held() {
    return Collections.unmodifiableSet(held);
  }

  /** The rules that nodes have refused to break. */
  public List<String> breaches() {
    return List.copyOf(breaches);
  }

  /** What has become of the transaction. */
  public Verdict verdict(Collection<MemberId> participants) {
    if (held.size() > 1 || !breaches.isEmpty()) {
      return Verdict.DISAGREEMENT;
    }
    if (participants.stream().anyMatch(this::hangs)) {
      return Verdict.BLOCKED;
    }
    return participants.stream()
        .flatMap(one -> node(one).stream())
        .flatMap(one -> one.outcome().stream())
        .map(choice -> choice == Choice.COMMIT ? Verdict.COMMITTED : Verdict.ABORTED)
        .findAny()
        .orElse(Verdict.UNTOUCHED);
  }

  private boolean hangs(MemberId participant) {
    return node(participant).filter(one -> one.outcome().isEmpty() && one.waits()).isPresent();
  }

  /** What it took until the last of them knew the outcome. */
  public Cost cost(Collection<MemberId> participants) {
    return bill.until(participants);
  }
}
