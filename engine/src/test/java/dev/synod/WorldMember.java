package dev.synod;

import dev.synod.acceptor.AcceptorState;
import dev.synod.acceptor.Decision;
import dev.synod.acceptor.Grant;
import dev.synod.acceptor.Identity;
import dev.synod.acceptor.Request;
import dev.synod.acceptor.Terms;
import dev.synod.elector.ElectorState;
import dev.synod.learner.LearnerState;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Effect;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Moment;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.Role;
import dev.synod.protocol.RoleRules;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One member of a {@link RulesWorld}: the rules of its roles, and in place of the replica a list of
 * what it was given. A crash leaves of it what its acceptor has written.
 */
final class WorldMember implements Postbox {
  final MemberId id;
  private final RulesWorld world;
  private final Map<Long, Long> asked = new TreeMap<>();
  private final List<Request> waiting = new ArrayList<>();
  private final Map<Ballot, AcceptorNotice.Choose> marks = new TreeMap<>();

  private final WorldDisk disk;
  AcceptorState acceptor;

  /** Counts process starts: what was under way in an earlier one is gone. */
  int run;

  boolean alive;
  List<Value> delivered = new ArrayList<>();
  final Set<Long> seen = new TreeSet<>();
  Optional<MemberId> leader = Optional.empty();
  ProposerState proposer;
  LearnerState learner;
  ElectorState elector;
  private Optional<Decision> writing = Optional.empty();
  private long lastRequest;
  private long appliedThrough;
  private boolean saving;
  private boolean installing;

  WorldMember(RulesWorld world, MemberId id) {
    this.world = world;
    this.id = id;
    Identity identity =
        new Identity(
            new GroupName("world"), id, world.configuration.member(id).orElseThrow().incarnation());
    this.acceptor = AcceptorState.empty(identity);
    this.disk = new WorldDisk(acceptor);
    this.proposer = freshProposer();
    this.learner =
        LearnerState.initial(
            id, world.configuration, world.learner, new SnapshotSaved(0, 0, Cast.FOUNDING, 0));
    this.elector = ElectorState.initial(id, world.configuration, world.elector);
  }

  private ProposerState freshProposer() {
    return ProposerState.initial(id, world.configuration, world.proposer, WorldValues.CODEC);
  }

  void start() {
    run++;
    alive = true;
    writing = Optional.empty();
    waiting.clear();
    marks.clear();
    asked.clear();
    seen.clear();
    acceptor = disk.replay();
    world.laws.replayed(id, acceptor);
    delivered = new ArrayList<>(disk.snapshot.delivered());
    seen.addAll(WorldValues.commands(delivered));
    appliedThrough = delivered.size();
    saving = false;
    installing = false;
    lastRequest = 1_000L * run;
    leader = Optional.empty();
    proposer = freshProposer();
    learner = LearnerState.initial(id, world.configuration, world.learner, disk.snapshot.reach());
    elector = ElectorState.initial(id, world.configuration, world.elector);
    post(new LearnerNotice.Voted(List.of(), acceptor.chosenThrough(), acceptor.logTime()));
    post(new ElectorNotice.Recovered(acceptor.promised()));
  }

  /** What was being written is perhaps on disk, but nobody was told. */
  void crash() {
    alive = false;
    if (world.chance.nextBoolean()) {
      remember();
    }
    writing = Optional.empty();
  }

  @Override
  public void send(MemberId to, PaxosMessage message) {
    world.send(this, to, message);
  }

  @Override
  public void post(Notice notice) {
    world.mail(this, notice.role(), () -> hear(notice));
  }

  /** A message arrives in the role's mailbox. */
  void receive(MemberId from, PaxosMessage message) {
    world.mail(this, message.role(), () -> hear(from, message));
  }

  /** Time passes for every role. */
  void tick() {
    world.mail(this, Role.PROPOSER, () -> proposer = take(proposer.tick(moment())));
    world.mail(this, Role.LEARNER, () -> learner = take(learner.tick(moment())));
    world.mail(this, Role.ELECTOR, () -> elector = take(elector.tick(moment())));
    world.mail(this, Role.ACCEPTOR, this::work);
  }

  private void hear(MemberId from, PaxosMessage message) {
    if (message instanceof ProposerMessage told) {
      proposer = take(proposer.receive(from, told, moment()));
    } else if (message instanceof LearnerMessage told) {
      learner = take(learner.receive(from, told, moment()));
    } else if (message instanceof ElectorMessage told) {
      elector = take(elector.receive(from, told, moment()));
    } else if (message instanceof AcceptorMessage told) {
      pileUp(new Request.ByMember(from, told));
    } else if (message instanceof ReplicaMessage.ReadIndex index) {
      Optional.ofNullable(asked.remove(index.request()))
          .ifPresent(seen -> world.laws.answered(id, seen, index.slot()));
    }
  }

  private void hear(Notice notice) {
    if (notice instanceof ProposerNotice told) {
      proposer = take(proposer.notice(told, moment()));
    } else if (notice instanceof LearnerNotice told) {
      learner = take(learner.notice(told, moment()));
    } else if (notice instanceof ElectorNotice told) {
      elector = take(elector.notice(told, moment()));
    } else if (notice instanceof AcceptorNotice.Choose mark) {
      marks.merge(mark.ballot(), mark, (a, b) -> a.through() > b.through() ? a : b);
    } else if (notice instanceof AcceptorNotice told) {
      pileUp(new Request.FromWithin(told));
    } else if (notice instanceof ReplicaNotice.LeaderIs now) {
      leader = now.leader();
    } else if (notice instanceof ReplicaNotice.Deliver deliver) {
      deliver(deliver);
    } else if (notice instanceof ReplicaNotice.Behind behind) {
      install(behind);
    }
  }

  private void deliver(ReplicaNotice.Deliver deliver) {
    for (int i = skipped(deliver); i < deliver.values().size(); i++) {
      world.laws.delivered(id, deliver.first() + i, delivered.size() + 1, deliver.values().get(i));
      delivered.add(deliver.values().get(i));
    }
    seen.addAll(WorldValues.commands(deliver.values()));
    long through = delivered.size();
    world.later(
        world.slowness(),
        this,
        () -> {
          appliedThrough = Math.max(appliedThrough, through);
          post(new LearnerNotice.Applied(through));
          snapshotNowAndThen();
        });
  }

  /** An installed snapshot may be ahead of what was on its way. */
  private int skipped(ReplicaNotice.Deliver deliver) {
    return (int)
        Math.min(deliver.values().size(), Math.max(0, delivered.size() + 1 - deliver.first()));
  }

  /** As the replica does: it goes on applying while one is being saved. */
  private void snapshotNowAndThen() {
    if (world.chance.nextInt(4) == 0) {
      snapshotNow();
    }
  }

  private void snapshotNow() {
    if (saving) {
      return;
    }
    saving = true;
    List<Value> state = delivered.subList(0, (int) appliedThrough);
    long logTime = state.stream().mapToLong(Value::logTime).max().orElse(0);
    WorldDisk.Snapshot taken =
        new WorldDisk.Snapshot(
            new LearnerNotice.SnapshotSaved(appliedThrough, logTime, Cast.FOUNDING, 0), state);
    world.later(
        world.diskDelay() + world.diskDelay(),
        this,
        () -> {
          saving = false;
          if (taken.reach().through() > disk.snapshot.reach().through()) {
            disk.snapshot = taken;
            post(taken.reach());
          }
        });
  }

  /** As replicas do over the network, in parts; here in one go, if the source lives that long. */
  private void install(ReplicaNotice.Behind behind) {
    if (behind.through() <= appliedThrough) {
      snapshotNow();
      return;
    }
    WorldMember source = world.member(behind.source());
    WorldDisk.Snapshot offered = source.disk.snapshot;
    if (installing || !source.alive || !world.linked(source, this)) {
      return;
    }
    installing = true;
    world.later(
        world.slowness() + world.diskDelay(),
        this,
        () -> {
          installing = false;
          if (offered.reach().through() > delivered.size()) {
            disk.snapshot = offered;
            world.installed++;
            delivered = new ArrayList<>(offered.delivered());
            seen.addAll(WorldValues.commands(delivered));
            appliedThrough = delivered.size();
            post(offered.reach());
          }
        });
  }

  private <S extends RoleRules<S, ?, ?>> S take(Step<S> step) {
    step.effects().forEach(effect -> effect.perform(this));
    return step.state();
  }

  private Moment moment() {
    return new Moment(world.now, world.chance);
  }

  private void pileUp(Request request) {
    if (waiting.size() < world.pile) {
      waiting.add(request);
      workUnlessWriting();
    }
  }

  private void workUnlessWriting() {
    if (!waiting.isEmpty()) {
      work();
    }
  }

  /** As the acceptor's front does: everything that has gathered becomes one write. */
  private void work() {
    if (writing.isPresent() || (waiting.isEmpty() && marks.isEmpty())) {
      return;
    }
    List<Request> pile = new ArrayList<>(waiting);
    marks.values().forEach(mark -> pile.add(new Request.FromWithin(mark)));
    waiting.clear();
    marks.clear();
    Decision decision =
        acceptor.decide(pile, new Terms(world.pageBytes, world.configuration, Grant.NONE, 0));
    writing = Optional.of(decision);
    long delay = decision.remember().isPresent() ? world.diskDelay() : 0;
    world.later(delay, this, this::written);
  }

  private void written() {
    Decision decision = writing.orElseThrow();
    remember();
    writing = Optional.empty();
    for (Effect effect : decision.say()) {
      effect.perform(this);
    }
    workUnlessWriting();
  }

  private void remember() {
    writing
        .flatMap(Decision::remember)
        .ifPresent(
            event -> {
              AcceptorState before = acceptor;
              acceptor = acceptor.after(event);
              disk.write(event);
              world.laws.written(id, before, acceptor, event.votes());
              world.laws.truncated(id, acceptor.truncatedTo(), disk.snapshot.reach().through());
              long deletable = acceptor.cut().events();
              if (deletable > before.cut().events()) {
                world.later(world.diskDelay(), this, () -> disk.delete(deletable));
              }
            });
  }

  /**
   * Asks the leader to order what this member has not seen ordered, and how far a read must see.
   */
  void demand(List<Long> commands) {
    leader.ifPresent(
        to -> {
          List<Long> missing = commands.stream().filter(c -> !seen.contains(c)).limit(8).toList();
          if (!missing.isEmpty()) {
            send(to, new ProposerMessage.Submit(WorldValues.asCommands(missing)));
          }
          lastRequest++;
          asked.put(lastRequest, world.laws.acknowledged());
          send(to, new LearnerMessage.ReadIndexAsk(lastRequest, false));
        });
  }

  /** Whether every read was answered of the last twenty but those that may be on their way. */
  boolean readsLately() {
    return asked.keySet().stream()
        .noneMatch(request -> request > lastRequest - 20 && request < lastRequest - 2);
  }

  boolean applied(long slot) {
    return appliedThrough >= slot;
  }
}
