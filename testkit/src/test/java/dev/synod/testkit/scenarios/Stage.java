package dev.synod.testkit.scenarios;

import dev.synod.api.Command;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.protocol.PaxosMessage;
import dev.synod.testkit.sim.ClusterPlan;
import dev.synod.testkit.sim.Hold;
import dev.synod.testkit.sim.SimulatedCluster;
import dev.synod.testkit.sim.Store.Append;
import dev.synod.testkit.sim.Store.Get;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A cluster on which a scenario is played, and the verbs of scripts. Words that clients append to
 * the one text are remembered: in the end each that was acknowledged stands there once, and none
 * twice.
 */
final class Stage implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(30);
  private static final String TEXT = "k";

  /** The text. */
  static final Get ALL = new Get(TEXT);

  private final SimulatedCluster<?> cluster;
  private final List<Hold> holds = new ArrayList<>();
  private final TreeSet<String> lost = new TreeSet<>();
  private final TreeSet<String> submitted = new TreeSet<>();
  private final TreeSet<String> acknowledged = new TreeSet<>();

  private Stage(SimulatedCluster<?> cluster) {
    this.cluster = cluster;
  }

  /** All members have started. */
  static Stage open(ClusterPlan<?> plan) {
    return new Stage(plan.start());
  }

  SimulatedCluster<?> cluster() {
    return cluster;
  }

  /** All members are founded, n1 leads, and nothing is open. */
  Stage ledByN1() {
    elect("n1");
    demand(
        cluster.runUntil(() -> cluster.members().stream().allMatch(cluster::ready), SOON),
        "not all members know a leader");
    run(1000);
    return this;
  }

  /** Lets this much virtual time pass. */
  Stage run(long millis) {
    cluster.runFor(Duration.ofMillis(millis));
    return this;
  }

  /** The run has gone wrong unless this holds. */
  void demand(boolean condition, String what) {
    cluster.require(condition, what);
  }

  String[] others(String... not) {
    return cluster.members().stream()
        .filter(id -> !List.of(not).contains(id))
        .toArray(String[]::new);
  }

  /** Mail of this kind from the one to these waits, or to all others if none is named. */
  Hold hold(Predicate<PaxosMessage> kind, String from, String... to) {
    Hold hold = cluster.hold(kind, from, to.length == 0 ? others(from) : to);
    holds.add(hold);
    return hold;
  }

  /** What is held back is lost, and nothing more is held. */
  Stage drop() {
    holds.forEach(Hold::drop);
    holds.clear();
    return this;
  }

  /** Nobody but this member stands for leader until it leads. */
  Stage elect(String next) {
    stand(next, () -> !leads(next));
    stand(next, () -> leads(next));
    return this;
  }

  /** Nobody but this member stands for leader until this is so. */
  Stage stand(String candidate, BooleanSupplier until) {
    List<Hold> silenced = Stream.of(others(candidate)).map(id -> hold(Kinds.CAMPAIGN, id)).toList();
    for (int step = 0; !until.getAsBoolean(); step++) {
      demand(step < 3000, candidate + " stands for leader, but not what is waited for comes of it");
      run(10);
    }
    silenced.forEach(Hold::drop);
    return this;
  }

  boolean leads(String member) {
    return cluster.status(member).flatMap(GroupStatus::leader).equals(Optional.of(member));
  }

  GroupStatus status(String member) {
    return cluster
        .status(member)
        .orElseThrow(() -> cluster.failure(member + " does not tell its status"));
  }

  /** The slot that the next command will stand in, if nothing is open. */
  long nextSlot() {
    return status("n1").appliedThrough() + 1;
  }

  /** A client asks this member to append the word, and does not wait. */
  Stage send(String member, String word) {
    var unused = submit(member, word);
    return this;
  }

  /** A client asks this member to append the word. */
  CompletableFuture<Outcome<String>> submit(String member, String word) {
    submitted.add(word);
    return submit(member, new Append(TEXT, word));
  }

  <R> CompletableFuture<Outcome<R>> submit(String member, Command<R> command) {
    return cluster.door(member).submit(command).toCompletableFuture();
  }

  /** The same in a session of the client. */
  CompletableFuture<Outcome<String>> submit(
      String member, long session, long sequence, String word) {
    submitted.add(word);
    return cluster
        .door(member)
        .submit(session, sequence, new Append(TEXT, word))
        .toCompletableFuture();
  }

  long openSession(String member) {
    return committed(cluster.door(member).openSession().toCompletableFuture()).reply();
  }

  /** Appends the word at this member, and waits. */
  Outcome.Committed<String> append(String member, String word) {
    Outcome.Committed<String> done = committed(submit(member, word));
    acknowledged.add(word);
    return done;
  }

  /** Waits until it is done; anything else is wrong. */
  <R> Outcome.Committed<R> committed(CompletableFuture<Outcome<R>> outcome) {
    Outcome<R> ended = cluster.await(outcome, SOON);
    if (ended instanceof Outcome.Committed<R> committed) {
      return committed;
    }
    throw cluster.failure("a command must be committed, but is " + ended);
  }

  /** A client asks this member for the text; nobody waits for it. */
  CompletableFuture<ReadResult<String>> ask(String member) {
    return cluster.door(member).read(ALL, ReadConsistency.LINEARIZABLE).toCompletableFuture();
  }

  /** The text, as this member answers a linearizable read of it. */
  String read(String member) {
    return answer(ask(member)).orElseThrow(() -> cluster.failure(member + " answers no read"));
  }

  /** What a read is answered with in the end; empty if it fails. */
  Optional<String> answer(CompletableFuture<ReadResult<String>> asked) {
    demand(cluster.runUntil(asked::isDone, Duration.ofMinutes(5)), "a read never ends");
    return asked.isCompletedExceptionally() ? Optional.empty() : Optional.of(asked.join().value());
  }

  void demandText(String expected) {
    for (String member : serving().stream().filter(cluster::isRunning).toList()) {
      String text = read(member);
      demand(text.equals(expected), member + " reads '" + text + "', not '" + expected + "'");
    }
  }

  /** Who has a part in the group, but for those that are lost for good. */
  private List<String> sound() {
    return cluster.census().sound().stream().filter(id -> !lost.contains(id)).toList();
  }

  private List<String> serving() {
    return sound().stream().filter(cluster.census().serving()::contains).toList();
  }

  /** This member is lost for good: its disk is. */
  void giveUp(String member) {
    lost.add(member);
  }

  /** Mends everything; then all must serve, and be equal. */
  void mend() {
    drop().cluster().heal();
    List<String> sound = sound();
    for (String member : sound) {
      cluster.resume(member).clockRate(member, 1).mendDisk(member);
      if (!cluster.isRunning(member)) {
        cluster.crash(member).start(member);
      }
    }
    demand(
        cluster.runUntil(() -> sound.stream().allMatch(cluster::ready), SOON),
        "not all members know a leader after everything was mended");
    List<String> serving = serving();
    serving.forEach(this::demandService);
    serving.forEach(this::demandWords);
    demandEquality(serving);
  }

  /** An election may cost a command or two. */
  private void demandService(String member) {
    for (int attempt = 1; attempt <= 5; attempt++) {
      var outcome = submit(member, new Append("end", member + "."));
      if (cluster.await(outcome, SOON) instanceof Outcome.Committed) {
        return;
      }
    }
    throw cluster.failure(member + " serves nobody after everything was mended");
  }

  private void demandWords(String member) {
    String text = read(member);
    for (String word : submitted) {
      long times = Stream.of(text.split("(?<=[.])", -1)).filter(word::equals).count();
      demand(
          times <= 1 && (times == 1 || !acknowledged.contains(word)),
          "'" + word + "' stands " + times + " times in '" + text + "', as " + member + " reads");
    }
  }

  private void demandEquality(List<String> sound) {
    for (int look = 0; look < 600; look++) {
      List<Long> through = sound.stream().map(id -> status(id).appliedThrough()).toList();
      if (through.stream().distinct().count() == 1) {
        return;
      }
      run(50);
    }
    throw cluster.failure("the replicas have not become equal");
  }

  @Override
  public void close() {
    cluster.close();
  }
}
