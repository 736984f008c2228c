package dev.synod.register;

import dev.synod.decree.DecreeAcceptor;
import dev.synod.decree.DecreeProposer;
import dev.synod.decree.DecreeReply;
import dev.synod.decree.DecreeRequest;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.quorum.Quorum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Proposers that append to a list in a register, over acceptors, through a network that loses,
 * doubles, holds back and reorders: by a seed. A proposer that has no answer tries again at any
 * time, or crashes and begins another change, never under a ballot that it has used before.
 */
final class RegisterWorld {
  private final Random chance;
  private final Quorum election;
  private final Quorum accepting;
  private final boolean careful;
  private final Map<MemberId, DecreeAcceptor<Content<List<String>>>> acceptors = new TreeMap<>();
  private final List<Proposer> proposers = new ArrayList<>();
  private final List<Runnable> mail = new ArrayList<>();
  private int step;

  /** Changes that are done: what was appended, from when to when, and what it has led to. */
  final List<Done> done = new ArrayList<>();

  /** All that was ever to be appended, and when it was first tried. */
  private final Map<String, Integer> begun = new HashMap<>();

  /** Reads that are done: the empty word. */
  static final String READ = "";

  /** One change or read that is done. */
  record Done(String word, int from, int to, List<String> list) {}

  /** Who appends words, one after the other. */
  private final class Proposer {
    private final MemberId id;
    private Ballot used = Ballot.NONE;
    private int words;
    private String word = READ;
    private int began;
    private Optional<Change<List<String>>> change = Optional.empty();

    Proposer(MemberId id) {
      this.id = id;
    }

    void begin(boolean reading) {
      words++;
      word = reading ? READ : id + "-" + words;
      if (!reading) {
        begun.put(word, step);
      }
      began = step;
      change = Optional.empty();
      attempt();
    }

    void attempt() {
      Ballot seen = change.map(last -> last.attempt().seen()).orElse(used);
      used = seen.max(used).next(1, id);
      DecreeProposer<Content<List<String>>> attempt = DecreeProposer.of(used, election, accepting);
      change =
          Optional.of(
              change
                  .filter(last -> careful)
                  .map(last -> last.again(attempt))
                  .orElseGet(() -> Change.begin(attempt)));
      toAll(this, attempt.prepare());
    }

    void receive(MemberId from, DecreeReply<Content<List<String>>> reply) {
      if (change.isEmpty()) {
        return;
      }
      Change<List<String>> next = change.get().receive(from, reply);
      if (next.ready()) {
        next =
            word.equals(READ)
                ? next.propose()
                : next.propose(list -> Optional.of(appended(list.orElse(List.of()), word)));
        toAll(this, next.attempt().accept().orElseThrow());
      }
      change = Optional.of(next);
      if (next.chosen()) {
        done.add(new Done(word, began, step, next.result().orElse(List.of())));
        change = Optional.empty();
      }
    }
  }

  /**
   * A world in its first state.
   *
   * @param careful whether an attempt knows of the earlier ones of its change
   */
  RegisterWorld(long seed, int size, int elect, int accept, boolean careful) {
    this.chance = new Random(seed);
    this.careful = careful;
    List<MemberId> ids =
        IntStream.rangeClosed(1, size).mapToObj(i -> new MemberId("a" + i)).toList();
    this.election = new Quorum(ids, elect);
    this.accepting = new Quorum(ids, accept);
    ids.forEach(id -> acceptors.put(id, DecreeAcceptor.empty()));
    for (int i = 1; i <= 3; i++) {
      proposers.add(new Proposer(new MemberId("p" + i)));
    }
  }

  /** When a word was first tried. */
  int begun(String word) {
    return Objects.requireNonNull(begun.get(word));
  }

  private static List<String> appended(List<String> list, String word) {
    List<String> longer = new ArrayList<>(list);
    longer.add(word);
    return List.copyOf(longer);
  }

  private void toAll(Proposer from, DecreeRequest<Content<List<String>>> request) {
    for (MemberId acceptor : acceptors.keySet()) {
      mail.add(() -> answer(acceptor, from, request));
    }
  }

  private void answer(
      MemberId acceptor, Proposer from, DecreeRequest<Content<List<String>>> request) {
    var answer = Objects.requireNonNull(acceptors.get(acceptor)).receive(request);
    acceptors.put(acceptor, answer.state());
    mail.add(() -> from.receive(acceptor, answer.reply()));
  }

  /** So many steps, each a delivery or something that a proposer does. */
  void run(int steps) {
    for (int end = step + steps; step < end; step++) {
      Proposer proposer = proposers.get(chance.nextInt(proposers.size()));
      int dice = chance.nextInt(100);
      if (dice < 1) {
        proposer.begin(chance.nextInt(3) == 0);
      } else if (dice < 4 && proposer.change.isPresent()) {
        proposer.attempt();
      } else if (!mail.isEmpty()) {
        deliver(chance.nextInt(mail.size()), dice);
      }
    }
  }

  private void deliver(int which, int dice) {
    boolean doubled = dice > 90;
    boolean lost = dice < 10;
    Runnable letter = mail.get(which);
    if (!doubled) {
      mail.remove(which);
    }
    if (!lost) {
      letter.run();
    }
  }

  /** One proposer alone, with nothing lost: the register as it is in the end. */
  List<String> last() {
    mail.clear();
    Proposer proposer = proposers.get(0);
    proposer.begin(false);
    while (proposer.change.isPresent()) {
      if (mail.isEmpty()) {
        proposer.attempt();
      }
      mail.remove(0).run();
    }
    return done.get(done.size() - 1).list();
  }
}
