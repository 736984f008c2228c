package dev.synod.testkit.commit;

import dev.synod.api.Choice;
import dev.synod.commit.CommitNode;
import dev.synod.commit.Letter;
import dev.synod.commit.Turn;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All states that nodes come to be in and all letters that they come to say, by number, and what
 * leads where. A rule is run once for each state and letter, then looked up.
 *
 * <p>Twins are nodes that differ in nothing but their names. The state of one has the same number
 * as that of another, and so has what it says.
 */
final class Repertoire<M, E> {
  /** What a node may do; where it has a choice, all of it. */
  interface Player<M, E> {
    List<Turn<M, E>> receive(CommitNode<M, E> node, MemberId from, M message);

    /** Without having been told anything. */
    List<Turn<M, E>> unprompted(CommitNode<M, E> node);

    /** Whether this letter will never again change what the node says, remembers or holds. */
    boolean moot(CommitNode<M, E> node, M message);
  }

  /** A node in a state, and what a crash would leave of it. */
  private record Part<M, E>(CommitNode<M, E> now, CommitNode<M, E> durable) {}

  /** A letter; what is said twice is the same one, which may arrive more than once anyway. */
  private record Mail<M>(MemberId from, Letter<M> letter) {}

  /** A node in a state, and what it is told by whom. */
  private record Cue(int part, MemberId from, int mail) {}

  /** A node in a state, and a letter for it. */
  private record Use(int part, boolean ofTwin, int mail) {}

  /** What a node does: the state that follows, the letters that it says. */
  record Move(int part, List<Integer> says) {}

  private final Player<M, E> player;
  private final List<MemberId> twins;
  private final Numbers<Part<M, E>> parts = new Numbers<>();
  private final Numbers<Mail<M>> mails = new Numbers<>();
  private final Numbers<Mail<M>> mailsOfTwins = new Numbers<>();
  private final Map<Cue, List<Move>> moves = new HashMap<>();
  private final Map<Use, Boolean> moot = new HashMap<>();
  private final Map<Integer, List<Move>> unprompted = new HashMap<>();

  /** Numbers things in the order of their first appearance. */
  private static final class Numbers<T> {
    private final List<T> things = new ArrayList<>();
    private final Map<T, Integer> numbers = new HashMap<>();

    int of(T thing) {
      return numbers.computeIfAbsent(
          thing,
          unknown -> {
            things.add(unknown);
            return things.size() - 1;
          });
    }

    T at(int number) {
      return things.get(number);
    }

    int size() {
      return things.size();
    }
  }

  Repertoire(Player<M, E> player, List<MemberId> twins) {
    this.player = player;
    this.twins = twins;
  }

  boolean isTwin(MemberId node) {
    return twins.contains(node);
  }

  int fresh(CommitNode<M, E> state) {
    return parts.of(new Part<>(state, state));
  }

  /** Whom a letter of a twin, or of another, is for; any twin stands for all. */
  MemberId receiver(boolean ofTwin, int mail) {
    return mail(ofTwin, mail).letter().to();
  }

  private Mail<M> mail(boolean ofTwin, int mail) {
    return ofTwin ? mailsOfTwins.at(mail) : mails.at(mail);
  }

  /** What may become of a node in this state that gets a letter. */
  List<Move> receive(MemberId node, int part, MemberId from, int mail) {
    return moves.computeIfAbsent(
        new Cue(part, from, mail),
        cue -> {
          M message = mail(isTwin(from), mail).letter().message();
          return played(node, part, player.receive(parts.at(part).now(), from, message));
        });
  }

  /** Whether a node in this state, and in all that may follow, has no use for the letter. */
  boolean moot(int part, boolean ofTwin, int mail) {
    return moot.computeIfAbsent(
        new Use(part, ofTwin, mail),
        use -> player.moot(parts.at(part).now(), mail(ofTwin, mail).letter().message()));
  }

  /** Who has said this letter, unless it was a twin. */
  MemberId sender(int mail) {
    return mails.at(mail).from();
  }

  /** What may become of a node in this state that is told nothing. */
  List<Move> unprompted(MemberId node, int part) {
    return unprompted.computeIfAbsent(
        part, same -> played(node, part, player.unprompted(parts.at(part).now())));
  }

  private List<Move> played(MemberId node, int part, List<Turn<M, E>> turns) {
    return turns.stream()
        .map(turn -> played(node, parts.at(part), turn))
        .filter(move -> !move.says().isEmpty() || move.part() != part)
        .toList();
  }

  private Move played(MemberId node, Part<M, E> before, Turn<M, E> turn) {
    CommitNode<M, E> durable = before.durable();
    for (E event : turn.remember()) {
      durable = durable.recalling(event);
    }
    return new Move(
        parts.of(new Part<>(turn.node(), durable)),
        turn.say().stream().map(letter -> said(node, letter)).distinct().toList());
  }

  private int said(MemberId from, Letter<M> letter) {
    MemberId to = isTwin(letter.to()) ? twins.get(0) : letter.to();
    Letter<M> same = new Letter<>(to, letter.message());
    return isTwin(from)
        ? mailsOfTwins.of(new Mail<>(twins.get(0), same))
        : mails.of(new Mail<>(from, same));
  }

  /** Whether nobody but the node itself could tell that this has happened. */
  boolean silent(int part, Move move) {
    Part<M, E> before = parts.at(part);
    Part<M, E> after = parts.at(move.part());
    return move.says().isEmpty()
        && before.durable().equals(after.durable())
        && before.now().outcome().equals(after.now().outcome());
  }

  /** What a crash leaves of it. */
  int crashed(int part) {
    CommitNode<M, E> durable = parts.at(part).durable();
    return parts.of(new Part<>(durable, durable));
  }

  Optional<Choice> outcome(int part) {
    return parts.at(part).now().outcome();
  }

  String describe(int part) {
    return parts.at(part).now().toString();
  }

  @Override
  public String toString() {
    return "%d states of nodes, %d letters"
        .formatted(parts.size(), mails.size() + mailsOfTwins.size());
  }
}
