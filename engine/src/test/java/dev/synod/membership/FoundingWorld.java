package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.RegistrarNotice;
import dev.synod.protocol.SessionLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Members, their disks and the mail between them, driven by hand: no Pekko, no threads, no time.
 */
final class FoundingWorld {
  static final GroupName GROUP = new GroupName("g");

  final List<Letter> mail = new ArrayList<>();
  final List<String> log = new ArrayList<>();

  /** The disks that registrars were told of. */
  final List<MemberRecord> waiting = new ArrayList<>();

  private final Map<MemberId, Node> nodes = new TreeMap<>();
  private final List<Configuration> foundings = new ArrayList<>();
  private long incarnations;

  /** A message on its way. */
  record Letter(MemberId to, Envelope envelope) {}

  private static final class Node {
    private final FoundingState initial;
    private List<FounderEvent> disk = new ArrayList<>();
    private FoundingState state;

    /** What the acceptor's journal knows of epochs. */
    private Optional<Configuration> entered = Optional.empty();

    Node(FoundingState initial) {
      this.initial = initial;
      this.state = initial;
    }

    void restart() {
      FounderMemory memory = initial.memory();
      for (FounderEvent event : disk) {
        memory = memory.apply(event);
      }
      state = initial.recovered(memory);
      entered.ifPresent(configuration -> state = state.entering(configuration));
    }

    void enter(Configuration configuration) {
      entered = Optional.of(configuration);
      state = state.entering(configuration);
    }
  }

  /** A world of members that all have the same list, none started. */
  static FoundingWorld of(int members) {
    FoundingWorld world = new FoundingWorld();
    List<String> roster = roster(members);
    for (int i = 1; i <= members; i++) {
      world.add("n" + i, roster);
    }
    return world;
  }

  static List<String> roster(int members) {
    List<String> entries = new ArrayList<>();
    for (int i = 1; i <= members; i++) {
      entries.add("n" + i + "@host" + i + ":7355");
    }
    return entries;
  }

  void add(String id, List<String> roster) {
    MemberId member = new MemberId(id);
    nodes.put(
        member,
        new Node(
            FoundingState.create(
                GROUP,
                member,
                roster,
                new FoundingTerms(new SessionLimits(64, 60_000, 16), LeaseTerms.NONE))));
  }

  /** A member's other roles are in this epoch now. */
  void enter(MemberId id, Configuration configuration) {
    node(id).enter(configuration);
  }

  List<MemberId> ids() {
    return List.copyOf(nodes.keySet());
  }

  FoundingState state(String id) {
    return node(new MemberId(id)).state;
  }

  List<FounderEvent> disk(String id) {
    return node(new MemberId(id)).disk;
  }

  /** What the founder's timer does. */
  void tick(MemberId id) {
    perform(id, tickTurn(id));
  }

  void tick(String id) {
    tick(new MemberId(id));
  }

  void tickAll() {
    ids().forEach(this::tick);
  }

  /** A letter to a member that does not exist is lost. */
  void deliver(Letter letter) {
    if (!nodes.containsKey(letter.to())) {
      return;
    }
    perform(letter.to(), node(letter.to()).state.receive(letter.envelope()));
  }

  /** Delivers all that is on its way and all that comes of it. */
  void settle() {
    while (!mail.isEmpty()) {
      deliver(mail.remove(0));
    }
  }

  /** Ticks and delivers until the last founding message is said, or for ten rounds. */
  void heal() {
    for (int round = 0; round < 10; round++) {
      tickAll();
      settle();
    }
  }

  /** The process ends and starts again; what is on the disk stays. */
  void restart(MemberId id) {
    node(id).restart();
  }

  /** The directory is lost. */
  void wipe(MemberId id) {
    node(id).disk = new ArrayList<>();
    node(id).entered = Optional.empty();
    node(id).restart();
  }

  void wipe(String id) {
    wipe(new MemberId(id));
  }

  /** The turn that a letter leads to, cut off by a crash. */
  void deliverAndCrash(Letter letter, int eventsKept, int effectsSaid) {
    crash(letter.to(), node(letter.to()).state.receive(letter.envelope()), eventsKept, effectsSaid);
  }

  /** The turn that a tick leads to, cut off by a crash. */
  void tickAndCrash(MemberId id, int eventsKept, int effectsSaid) {
    crash(id, tickTurn(id), eventsKept, effectsSaid);
  }

  Optional<Founder.Verdict> verdict(String id) {
    return state(id).verdict();
  }

  Optional<Configuration> founding(MemberId id) {
    return node(id).state.memory().founded();
  }

  /** Every record that any member was ever founded with, also on disks lost since. */
  List<Configuration> foundings() {
    return foundings.stream().distinct().toList();
  }

  private Turn tickTurn(MemberId id) {
    FoundingState state = node(id).state;
    return state.memory().incarnation().isPresent()
        ? state.tick()
        : state.format(new Incarnation(new UUID(0, ++incarnations)));
  }

  private void perform(MemberId id, Turn turn) {
    Node node = node(id);
    node.disk.addAll(turn.events());
    node.state = turn.state();
    log.addAll(turn.log());
    say(id, turn.state(), turn.effects());
    node.state.memory().founded().ifPresent(foundings::add);
  }

  private void crash(MemberId id, Turn turn, int eventsKept, int effectsSaid) {
    Node node = node(id);
    int kept = Math.min(eventsKept, turn.events().size());
    node.disk.addAll(turn.events().subList(0, kept));
    if (kept == turn.events().size()) {
      List<Effect> effects = turn.effects();
      say(id, turn.state(), effects.subList(0, Math.min(effectsSaid, effects.size())));
    }
    node.restart();
    node.state.memory().founded().ifPresent(foundings::add);
  }

  private void say(MemberId from, FoundingState state, List<Effect> effects) {
    String cluster = state.memory().founded().map(Configuration::digest).orElse("");
    Postbox postbox =
        new RecordingPostbox(
            (to, message) ->
                mail.add(
                    new Letter(
                        to,
                        new Envelope(
                            GROUP,
                            cluster,
                            cluster.isEmpty() ? 0 : 1,
                            from,
                            state.memory().incarnation().orElseThrow(),
                            message))),
            notice -> waiting.add(((RegistrarNotice.Waiting) notice).disk()));
    effects.forEach(effect -> effect.perform(postbox));
  }

  private Node node(MemberId id) {
    return Objects.requireNonNull(nodes.get(id), () -> "no member " + id);
  }
}
