package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.CommitProtocol.Kind;
import dev.synod.api.TransactionId;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.transaction.Note.Begun;
import dev.synod.transaction.Note.Ended;
import dev.synod.transaction.Openings.Opening;
import dev.synod.transaction.TransactionEvent.Recorded;
import dev.synod.transaction.TransactionMessage.Inquired;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Reported;
import dev.synod.transaction.TransactionMessage.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Three members that begin transactions together, in a world where messages are lost, doubled and
 * kept for as long as it likes, and members crash between any two steps.
 */
final class TransactionWorld {
  private static final List<MemberId> MEMBERS =
      Stream.of("n1", "n2", "n3").map(MemberId::new).toList();

  private final Random chance;
  private final Circle circle;
  private final TreeMap<MemberId, WorldNode<?, ?>> nodes = new TreeMap<>();
  private final TreeMap<MemberId, Openings> durable = new TreeMap<>();
  private final TreeMap<MemberId, Openings> live = new TreeMap<>();
  private final TreeMap<MemberId, Finished> released = new TreeMap<>();
  private final TreeMap<MemberId, WorldPurse> purses = new TreeMap<>();
  private final TreeMap<MemberId, List<Runnable>> errands = new TreeMap<>();
  private final TreeMap<MemberId, Set<TransactionId>> voting = new TreeMap<>();
  private final TreeMap<TransactionId, List<MemberId>> begun = new TreeMap<>();
  private final TreeMap<TransactionId, Choice> told = new TreeMap<>();
  private final Set<MemberId> down = new TreeSet<>();
  private final List<Mail> mails = new ArrayList<>();
  private boolean calm;
  private long now;

  private record Mail(MemberId to, TransactionMessage message) {}

  TransactionWorld(long seed, Kind kind, UnaryOperator<History> mistake) {
    chance = new Random(seed);
    circle = new Circle("w", kind, MEMBERS);
    for (MemberId member : MEMBERS) {
      purses.put(member, new WorldPurse());
      errands.put(member, new ArrayList<>());
      voting.put(member, new TreeSet<>());
      durable.put(member, Openings.none(member));
      live.put(member, Openings.none(member));
      released.put(member, Openings.none(member).finished());
      for (CommitRole role : circle.roles()) {
        Script<?, ?> script =
            kind != Kind.TWO_PHASE
                ? Script.paxosCommit(circle, role, role.of(member))
                : Script.twoPhase(role);
        nodes.put(role.of(member), new WorldNode<>(this, circle, member, role, script, mistake));
      }
    }
  }

  Random chance() {
    return chance;
  }

  Moment moment() {
    return new Moment(now, chance);
  }

  private static <V> V at(Map<MemberId, V> map, MemberId key) {
    return Objects.requireNonNull(map.get(key));
  }

  private MemberId anybody() {
    return MEMBERS.get(chance.nextInt(MEMBERS.size()));
  }

  private WorldNode<?, ?> participant(MemberId member) {
    return at(nodes, CommitRole.PARTICIPANT.of(member));
  }

  private WorldNode<?, ?> conductor(MemberId member) {
    return at(nodes, circle.conductor().of(member));
  }

  /** Something happens. */
  void step() {
    int dice = chance.nextInt(100);
    if (dice < 60 && !mails.isEmpty()) {
      deliver(chance.nextInt(mails.size()));
    } else if (dice < 75) {
      errand(anybody());
    } else if (dice < 85) {
      pass(chance.nextInt(100));
    } else if (dice < 90) {
      begin(anybody());
    } else if (dice < 92) {
      start(anybody());
    } else if (dice < 95 && !mails.isEmpty()) {
      mails.remove(chance.nextInt(mails.size()));
    }
  }

  /** No more faults, and nothing new, until nothing happens any more. */
  void calm() {
    calm = true;
    List.copyOf(down).forEach(this::start);
    for (int i = 0; i < 1000; i++) {
      while (!mails.isEmpty()) {
        deliver(0);
      }
      MEMBERS.forEach(member -> List.copyOf(at(errands, member)).forEach(one -> errand(member)));
      pass(200);
      if (mails.isEmpty() && nodes.values().stream().allMatch(WorldNode::holdsNothing)) {
        return;
      }
    }
  }

  private void pass(long millis) {
    now += millis;
    nodes.values().stream().filter(node -> !down.contains(node.member)).forEach(WorldNode::tick);
    MEMBERS.stream().filter(member -> !down.contains(member)).forEach(this::tick);
  }

  private void deliver(int index) {
    Mail mail = mails.get(index);
    // Some are kept, to come again, perhaps long after.
    if (calm || chance.nextInt(8) > 0) {
      mails.remove(index);
    }
    TransactionMessage message = mail.message();
    if (message instanceof Reported reported) {
      reported(reported);
      return;
    }
    WorldNode<?, ?> node = at(nodes, mail.to());
    if (down.contains(node.member)) {
      return;
    }
    if (message instanceof Said said) {
      node.hear(said);
    } else if (message instanceof Inquired inquired) {
      node.inquired(inquired.transaction(), inquired.outcome());
    } else {
      node.forget(((Released) message).finished());
    }
  }

  void post(MemberId to, TransactionMessage message) {
    mails.add(new Mail(to, message));
  }

  private void errand(MemberId member) {
    List<Runnable> all = at(errands, member);
    if (!all.isEmpty() && !down.contains(member)) {
      all.remove(calm ? 0 : chance.nextInt(all.size())).run();
    }
  }

  private void begin(MemberId origin) {
    Openings openings = at(live, origin);
    List<MemberId> some = MEMBERS.stream().filter(one -> chance.nextInt(3) > 0).toList();
    if (some.isEmpty() || openings.open().size() > 4 || crashes(origin)) {
      return;
    }
    Begun note = openings.next(some);
    remember(origin, note);
    TransactionId transaction = new TransactionId("w", origin.value(), note.number());
    if (begun.put(transaction, some) != null) {
      throw new AssertionError(transaction + " is begun twice");
    }
    conduct(origin, transaction, some);
  }

  private void remember(MemberId origin, Note note) {
    durable.put(origin, at(durable, origin).with(List.of(note)));
    live.put(origin, at(live, origin).with(List.of(note)));
  }

  private void conduct(MemberId origin, TransactionId transaction, List<MemberId> participants) {
    conductor(origin)
        .begin(transaction, participants.stream().map(CommitRole.PARTICIPANT::of).toList());
  }

  /** Whether the member crashes now, or has; it is started again some time. */
  boolean crashes(MemberId member) {
    if (!calm && chance.nextInt(200) == 0) {
      down.add(member);
    }
    return down.contains(member);
  }

  private void start(MemberId member) {
    down.remove(member);
    at(errands, member).clear();
    at(voting, member).clear();
    if (chance.nextInt(2) == 0) {
      Openings before = at(durable, member);
      Recorded whole = new Recorded(circle, true, before.notes());
      durable.put(member, before.with(whole));
      if (!at(durable, member).equals(before)) {
        throw new AssertionError(whole + " does not say all of " + before);
      }
    }
    live.put(member, at(durable, member));
    nodes.values().stream().filter(node -> node.member.equals(member)).forEach(WorldNode::restart);
    at(purses, member).prepared().forEach(one -> participant(member).doubt(one));
    at(live, member)
        .open()
        .forEach(
            (number, opening) ->
                conduct(
                    member,
                    new TransactionId("w", member.value(), number),
                    opening.participants()));
  }

  void asked(WorldNode<?, ?> node, TransactionId transaction) {
    at(voting, node.member).add(transaction);
    at(errands, node.member)
        .add(
            () -> {
              at(voting, node.member).remove(transaction);
              Choice vote =
                  at(purses, node.member)
                      .prepare(transaction, chance.nextInt(6) > 0 ? Choice.COMMIT : Choice.ABORT);
              at(errands, node.member).add(() -> node.answer(transaction, vote));
            });
  }

  void decided(WorldNode<?, ?> node, TransactionId transaction, Choice outcome) {
    if (node.role == CommitRole.PARTICIPANT) {
      at(errands, node.member).add(() -> end(node, transaction, outcome));
      if (circle.direct()) {
        learn(transaction, outcome);
      }
    } else if (node.role == circle.conductor()
        && transaction.origin().equals(node.member.value())) {
      learn(transaction, outcome);
    }
  }

  private void learn(TransactionId transaction, Choice outcome) {
    MemberId origin = new MemberId(transaction.origin());
    live.put(origin, at(live, origin).decided(transaction.number(), outcome));
    Choice before = told.putIfAbsent(transaction, outcome);
    if (before != null && before != outcome) {
      throw new AssertionError(transaction + " was told " + before + " and " + outcome);
    }
  }

  /** After the vote, if there is one under way. */
  private void end(WorldNode<?, ?> node, TransactionId transaction, Choice outcome) {
    if (at(voting, node.member).contains(transaction)) {
      at(errands, node.member).add(() -> end(node, transaction, outcome));
      return;
    }
    at(purses, node.member).end(transaction, outcome);
    at(errands, node.member).add(() -> node.settle(transaction));
  }

  void report(WorldNode<?, ?> node, TransactionId transaction, Choice outcome) {
    post(
        CommitRole.INITIATOR.of(new MemberId(transaction.origin())),
        new Reported(circle, node.id(), transaction, outcome));
  }

  private void reported(Reported reported) {
    MemberId origin = new MemberId(reported.transaction().origin());
    if (down.contains(origin)) {
      return;
    }
    long number = reported.transaction().number();
    learn(reported.transaction(), reported.outcome());
    live.put(
        origin, at(live, origin).settled(number, CommitRole.PARTICIPANT.member(reported.from())));
    Optional<Ended> ended = at(live, origin).ended(number);
    if (ended.isPresent() && !crashes(origin)) {
      remember(origin, ended.get());
    }
  }

  private void tick(MemberId member) {
    Finished finished = at(durable, member).finished();
    MemberId self = CommitRole.INITIATOR.of(member);
    boolean asks = chance.nextInt(calm ? 5 : 20) == 0;
    if (finished.exceeds(at(released, member)) || asks) {
      released.put(member, finished);
      circle.nodes().forEach(node -> post(node, new Released(circle, self, finished)));
    }
    if (asks) {
      at(live, member).open().forEach((number, opening) -> ask(member, number, opening));
    }
  }

  private void ask(MemberId member, long number, Opening opening) {
    TransactionId transaction = new TransactionId("w", member.value(), number);
    opening
        .outcome()
        .ifPresentOrElse(
            outcome ->
                opening
                    .unsettled()
                    .forEach(
                        owing ->
                            post(
                                CommitRole.PARTICIPANT.of(owing),
                                new Inquired(
                                    circle,
                                    CommitRole.INITIATOR.of(member),
                                    transaction,
                                    outcome))),
            () -> conduct(member, transaction, opening.participants()));
  }

  /** All have the same outcome, nothing is held by anybody, and all is forgotten. */
  void requireGood() {
    begun.forEach(
        (transaction, participants) -> {
          Choice outcome = told.get(transaction);
          participants.forEach(
              one -> {
                Choice done = at(purses, one).outcomes().get(transaction);
                if (outcome != null && done != outcome) {
                  throw new AssertionError(
                      "%s is told %s, but %s has %s".formatted(transaction, outcome, one, done));
                }
              });
        });
    purses.forEach(
        (member, purse) -> {
          if (!purse.prepared().isEmpty()) {
            throw new AssertionError(member + " holds " + purse.prepared());
          }
        });
    live.forEach(
        (member, openings) -> {
          if (!openings.open().isEmpty()) {
            throw new AssertionError(member + " has open " + openings.open());
          }
        });
    nodes.forEach(
        (node, station) -> {
          if (!station.holdsNothing()) {
            throw new AssertionError(node + " remembers what is over");
          }
        });
  }

  int transactions() {
    return begun.size();
  }

  long committed() {
    return told.values().stream().filter(Choice.COMMIT::equals).count();
  }
}
