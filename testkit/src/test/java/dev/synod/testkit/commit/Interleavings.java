package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.testkit.commit.Repertoire.Move;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Goes through all worlds that can come about, breadth first, each once: any letter that was ever
 * said may arrive next, so letters are lost, late, repeated and in any order; any node may act
 * unprompted; so many crashes may happen at any time.
 *
 * <p>What makes them fewer, and none of what can be told of them:
 *
 * <ul>
 *   <li>A letter stays, since it may come again.
 *   <li>A node that is down is one that nothing arrives at for a while, so a crash is a single
 *       step: only what is durable is left. A crash in the middle of a turn is one after it: what
 *       it did not get to say may as well be lost.
 *   <li>Nobody can tell when a node gets a letter that it neither answers nor remembers, such as a
 *       vote that is merely counted. Since the letter stays, that may as well happen right before
 *       the next thing that can be told. So a step is any number of such letters, then one thing
 *       that can be told.
 *   <li>A letter that its receiver will never again have a use for is gone.
 *   <li>Twins, the nodes that differ only in name, are kept in the order of their states: of the
 *       worlds that differ only in which twin is which there is one. What is said to one is said to
 *       all; it need not arrive.
 * </ul>
 */
final class Interleavings<M, E> {
  private static final int REMEMBERED = 1 << 17;

  private final Repertoire<M, E> repertoire;
  private final List<MemberId> names;
  private final Layout layout;

  /** For each node, which letters of the others, and of any twin, are for it. */
  private final long[][][] addressed;

  private final Fingerprints known = new Fingerprints();
  private final ArrayDeque<long[]> level = new ArrayDeque<>();
  private final Map<Situation, List<Move>> steps = new HashMap<>();
  private Optional<String> disagreement = Optional.empty();
  private int depth;

  /** A node's state, and the letters that it may get. */
  private record Situation(int node, int state, LongBuffer letters) {}

  /** A letter and who sent it. */
  private record Arrival(MemberId from, int mail) {}

  Interleavings(
      Map<MemberId, CommitNode<M, E>> cast,
      List<MemberId> twins,
      Repertoire.Player<M, E> player,
      int crashes) {
    repertoire = new Repertoire<>(player, twins);
    List<MemberId> others = cast.keySet().stream().filter(one -> !twins.contains(one)).toList();
    names = Stream.of(others, twins).flatMap(List::stream).toList();
    layout = new Layout(others.size(), twins.size());
    addressed = new long[names.size()][2][layout.letterWords()];
    long[] world = layout.empty();
    cast.forEach((name, node) -> layout.state(world, names.indexOf(name), repertoire.fresh(node)));
    layout.crashes(world, crashes);
    known.add(world);
    level.add(world);
  }

  /** Goes on until there is nothing new, so many worlds are known, or one disagrees. */
  Interleavings<M, E> explore(int most) {
    try {
      while (!level.isEmpty() && known.size() < most && disagreement.isEmpty()) {
        depth++;
        for (int left = level.size(); left > 0 && disagreement.isEmpty(); left--) {
          expand(level.remove());
        }
      }
    } catch (Invariant.Breach breach) {
      disagreement = Optional.ofNullable(breach.getMessage());
    }
    return this;
  }

  private void expand(long[] world) {
    for (int node = 0; node < layout.nodes(); node++) {
      expand(world, node);
    }
  }

  private void expand(long[] world, int node) {
    int state = layout.state(world, node);
    for (Move move : steps(new Situation(node, state, letters(world, node)))) {
      go(world, node, move);
    }
    int crashed = repertoire.crashed(state);
    if (layout.crashes(world) > 0 && crashed != state) {
      long[] next = world.clone();
      layout.state(next, node, crashed);
      layout.crashes(next, layout.crashes(world) - 1);
      forget(next, node);
      visit(next);
    }
  }

  /** The letters for a node: those of the others, then those of each twin. */
  private LongBuffer letters(long[] world, int node) {
    int words = layout.letterWords();
    long[] letters = new long[words * (1 + layout.twins())];
    for (int group = 0; group <= layout.twins(); group++) {
      int first = layout.letters(group == 0 ? 0 : layout.others() + group - 1);
      for (int word = 0; word < words; word++) {
        letters[group * words + word] = world[first + word] & addressed(node, group > 0)[word];
      }
    }
    return LongBuffer.wrap(letters);
  }

  private long[] addressed(int node, boolean ofTwins) {
    int named = layout.isTwin(node) ? layout.others() : node;
    return addressed[named][ofTwins ? 1 : 0];
  }

  /** All that a node may do next that others can tell. */
  private List<Move> steps(Situation situation) {
    if (steps.size() > REMEMBERED) {
      steps.clear();
    }
    return steps.computeIfAbsent(situation, this::played);
  }

  private List<Move> played(Situation situation) {
    List<Arrival> arrivals = arrivals(situation.letters());
    Set<Integer> silent = new LinkedHashSet<>(List.of(situation.state()));
    Set<Move> told = new LinkedHashSet<>();
    ArrayDeque<Integer> left = new ArrayDeque<>(silent);
    while (!left.isEmpty()) {
      int state = left.remove();
      for (Move move : moves(names.get(situation.node()), state, arrivals)) {
        if (!repertoire.silent(state, move)) {
          told.add(move);
        } else if (silent.add(move.part())) {
          left.add(move.part());
        }
      }
    }
    return List.copyOf(told);
  }

  private List<Arrival> arrivals(LongBuffer letters) {
    int bits = layout.letterWords() * Long.SIZE;
    return BitSet.valueOf(letters).stream()
        .mapToObj(
            bit ->
                bit < bits
                    ? new Arrival(repertoire.sender(bit), bit)
                    : new Arrival(names.get(layout.others() + bit / bits - 1), bit % bits))
        .toList();
  }

  private List<Move> moves(MemberId node, int state, List<Arrival> arrivals) {
    List<Move> moves = new ArrayList<>(repertoire.unprompted(node, state));
    arrivals.forEach(one -> moves.addAll(repertoire.receive(node, state, one.from(), one.mail())));
    return moves;
  }

  private void go(long[] world, int node, Move move) {
    long[] next = world.clone();
    layout.state(next, node, move.part());
    move.says().forEach(mail -> say(next, node, mail));
    repertoire
        .outcome(move.part())
        .ifPresent(outcome -> layout.hold(next, outcome == Choice.COMMIT ? 1 : 2));
    forget(next, node);
    visit(next);
  }

  /** A letter that its receiver has no use for is only seen to break no rule there. */
  private void say(long[] world, int from, int mail) {
    boolean ofTwin = layout.isTwin(from);
    MemberId to = repertoire.receiver(ofTwin, mail);
    int receiver = names.indexOf(to);
    int state = layout.state(world, receiver);
    if (!layout.isTwin(receiver) && repertoire.moot(state, ofTwin, mail)) {
      repertoire.receive(to, state, names.get(from), mail);
      return;
    }
    int word = mail / Long.SIZE;
    if (word >= layout.letterWords()) {
      throw new IllegalStateException("no room for letter " + mail);
    }
    world[layout.letters(from) + word] |= 1L << mail % Long.SIZE;
    addressed(receiver, ofTwin)[word] |= 1L << mail % Long.SIZE;
  }

  /** Letters that a node has no use for any more are gone. */
  private void forget(long[] world, int node) {
    if (!layout.isTwin(node)) {
      forget(world, node, 0);
      for (int twin = layout.others(); twin < layout.nodes(); twin++) {
        forget(world, node, twin);
      }
    }
  }

  private void forget(long[] world, int node, int from) {
    boolean ofTwin = layout.isTwin(from);
    for (int word = 0; word < layout.letterWords(); word++) {
      int at = layout.letters(from) + word;
      for (long left = world[at] & addressed(node, ofTwin)[word]; left != 0; left &= left - 1) {
        int mail = word * Long.SIZE + Long.numberOfTrailingZeros(left);
        if (repertoire.moot(layout.state(world, node), ofTwin, mail)) {
          world[at] &= ~Long.lowestOneBit(left);
        }
      }
    }
  }

  private void visit(long[] world) {
    layout.sort(world);
    if (known.add(world)) {
      level.add(world);
      if (Integer.bitCount(layout.held(world)) > 1) {
        disagreement = Optional.of(describe(world));
      }
    }
  }

  private String describe(long[] world) {
    return IntStream.range(0, layout.nodes())
        .mapToObj(node -> names.get(node) + ": " + repertoire.describe(layout.state(world, node)))
        .collect(Collectors.joining("\n"));
  }

  /** Whether all worlds are known. */
  boolean complete() {
    return level.isEmpty();
  }

  /**
   * A world in which some hold that it is committed, others that it is aborted, or the rule that a
   * node refused to break.
   */
  Optional<String> disagreement() {
    return disagreement;
  }

  int worlds() {
    return known.size();
  }

  @Override
  public String toString() {
    return "%,d worlds, %d steps deep, %s%s"
        .formatted(worlds(), depth, repertoire, complete() ? "" : ", not complete");
  }
}
