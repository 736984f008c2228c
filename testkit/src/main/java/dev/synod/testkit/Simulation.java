package dev.synod.testkit;

import dev.synod.api.GroupStatus;
import dev.synod.api.StateMachine;
import dev.synod.testkit.audit.Audit;
import dev.synod.testkit.audit.Inspection;
import dev.synod.testkit.history.History;
import dev.synod.testkit.history.LinearizabilityChecker;
import dev.synod.testkit.history.Verdict;
import dev.synod.testkit.nemesis.FaultPlan;
import dev.synod.testkit.nemesis.Nemesis;
import dev.synod.testkit.probe.Sightings;
import dev.synod.testkit.sim.ClusterPlan;
import dev.synod.testkit.sim.Failure;
import dev.synod.testkit.sim.MachineModel;
import dev.synod.testkit.sim.SimClient;
import dev.synod.testkit.sim.SimClient.Answer;
import dev.synod.testkit.sim.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Random runs of a simulated cluster with a user's state machine: clients work, a nemesis does
 * harm, the laws are judged at every step; at the end everything is mended, the group must serve
 * again, the replicas must be equal and the clients' history linearizable.
 *
 * @param <S> the state of the machine
 */
public final class Simulation<S> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Supplier<StateMachine<S>> machine;
  private final Function<RandomGenerator, Call> workload;
  private Function<Call, Object> partition = call -> "all";
  private FaultPlan plan = FaultPlan.all();
  private UnaryOperator<ClusterPlan<S>> adjustment = cluster -> cluster;
  private Inspection<S> inspection = Inspection.full();
  private int clients = 4;
  private boolean renumbering;

  /** What one run has shown. */
  public record Result(
      long seed,
      int members,
      long hash,
      long steps,
      Duration time,
      int calls,
      long chosen,
      Sightings sightings) {}

  private Simulation(Supplier<StateMachine<S>> machine, Function<RandomGenerator, Call> workload) {
    this.machine = machine;
    this.workload = workload;
  }

  /**
   * Simulations of a machine.
   *
   * @param machine makes a new one each time
   * @param workload what a client asks next
   */
  public static <S> Simulation<S> of(
      Supplier<StateMachine<S>> machine, Function<RandomGenerator, Call> workload) {
    return new Simulation<>(machine, workload);
  }

  /** Calls of unequal partitions do not depend on each other: the checker is much faster then. */
  public Simulation<S> partition(Function<Call, Object> by) {
    partition = by;
    return this;
  }

  /**
   * Judged of the state of every member after each command, and of the empty state.
   *
   * @param text what holds, in the words that a failure shall use
   */
  public Simulation<S> invariant(String text, Predicate<? super S> holds) {
    inspection = inspection.invariant(text, holds);
    return this;
  }

  /** Leaves out an audit of the machine; all are done if nothing is said. */
  public Simulation<S> without(Audit audit) {
    inspection = inspection.without(audit);
    return this;
  }

  /** The harm that is done; all kinds if nothing is said. */
  public Simulation<S> faults(FaultPlan faults) {
    plan = faults;
    return this;
  }

  /** Clients at work; 4 if nothing is said. */
  public Simulation<S> clients(int count) {
    clients = count;
    return this;
  }

  /** Clients give a command a new number when they retry it: a mistake, for planting it. */
  public Simulation<S> renumberRetries() {
    renumbering = true;
    return this;
  }

  /** What else is to be said of each cluster: settings, say. Seed and members are given. */
  public Simulation<S> adjust(UnaryOperator<ClusterPlan<S>> by) {
    adjustment = by;
    return this;
  }

  /**
   * One run.
   *
   * @throws Failure if a law is broken
   */
  public Result run(long seed) {
    SplittableRandom dice = new SplittableRandom(seed);
    int members = dice.nextInt(3) == 0 ? 5 : 3;
    try (SimulatedCluster<S> cluster =
        adjustment
            .apply(
                SimulatedCluster.of(machine.get())
                    .members(members)
                    .seed(seed)
                    .settings(varied(dice))
                    .inspection(inspection))
            .start()) {
      History<Call, Answer> history = new History<>();
      Nemesis nemesis = new Nemesis(cluster, plan, dice.split());
      List<SimClient> working =
          IntStream.rangeClosed(1, clients)
              .mapToObj(n -> new SimClient(cluster, "c" + n, workload, history, renumbering))
              .toList();
      working.forEach(SimClient::begin);
      nemesis.begin();
      cluster.runFor(plan.lasting());
      nemesis.end();
      long chosen = requireLife(cluster, nemesis, working, history);
      requireLinearizable(cluster, history);
      return new Result(
          seed,
          members,
          cluster.story().hash(),
          cluster.steps(),
          cluster.time(),
          history.operations().size(),
          chosen,
          cluster.sightings());
    }
  }

  /** After the faults: every sound member serves, and all of them are equal. */
  private long requireLife(
      SimulatedCluster<S> cluster,
      Nemesis nemesis,
      List<SimClient> working,
      History<Call, Answer> history) {
    List<String> sound =
        cluster.members().stream().filter(id -> !nemesis.lost().contains(id)).toList();
    boolean ready = cluster.runUntil(() -> sound.stream().allMatch(cluster::ready), PATIENCE);
    cluster.require(ready, "no leader " + PATIENCE + " after everything was mended");
    cluster.runFor(Duration.ofSeconds(1));
    working.forEach(SimClient::end);
    boolean ended = cluster.runUntil(() -> working.stream().allMatch(SimClient::idle), PATIENCE);
    cluster.require(ended, "a client has no answer " + PATIENCE + " after all was mended");
    sound.forEach(member -> requireWrite(cluster, member, history));
    for (int round = 0; round < 600; round++) {
      cluster.runFor(Duration.ofMillis(100));
      List<Optional<GroupStatus>> views = sound.stream().map(cluster::status).toList();
      if (views.stream().map(v -> v.map(GroupStatus::appliedThrough)).distinct().count() == 1
          && views.get(0).isPresent()) {
        return views.get(0).get().appliedThrough();
      }
    }
    throw cluster.failure("the replicas have not become equal in 60 s");
  }

  /** A command submitted at this member is committed, if need be after some that are not. */
  private void requireWrite(
      SimulatedCluster<S> cluster, String member, History<Call, Answer> history) {
    Duration end = cluster.time().plus(PATIENCE);
    SplittableRandom dice = new SplittableRandom(cluster.steps());
    while (cluster.time().compareTo(end) < 0) {
      if (workload.apply(dice) instanceof Call.Submit submit
          && new SimClient(cluster, "last-" + member, workload, history, false)
              .submitAt(member, submit)) {
        return;
      }
    }
    throw cluster.failure(
        "nothing submitted at " + member + " is committed " + PATIENCE + " after all was mended");
  }

  /**
   * Each seed has its own small bounds, so that pages, windows and queues are full now and then.
   */
  private static String varied(SplittableRandom dice) {
    int timeout = 150 + dice.nextInt(850);
    return """
        synod.elector.timeout = %d ms
        synod.elector.heartbeat = %d ms
        synod.proposer.window = %d
        synod.proposer.batch = %d
        synod.proposer.resend = %d ms
        synod.acceptor.page = %d
        synod.learner.ahead = %d
        synod.client.command = 1 KiB
        synod.client.outstanding = %d
        synod.sessions.ttl = %d s
        """
        .formatted(
            timeout,
            Math.max(20, timeout / 10),
            1 + dice.nextInt(8),
            1024 + dice.nextInt(4096),
            40 + dice.nextInt(200),
            1024 + dice.nextInt(3072),
            8 + dice.nextInt(64),
            1 + dice.nextInt(6),
            2 + dice.nextInt(20));
  }

  private void requireLinearizable(SimulatedCluster<S> cluster, History<Call, Answer> history) {
    Verdict<Call, Answer> verdict =
        new LinearizabilityChecker<>(new MachineModel<>(machine.get(), partition)).check(history);
    if (!(verdict instanceof Verdict.Linearizable<Call, Answer>)) {
      throw cluster.failure("the clients' history is not linearizable: " + verdict);
    }
  }

  /**
   * Runs with the seeds from {@code first} on, on as many threads as there are processors; only
   * one, if the system property {@code synod.seed} names it.
   *
   * @throws Failure of the first seed whose run breaks a law
   */
  public List<Result> run(long first, int seeds) {
    Optional<Long> only = Optional.ofNullable(Long.getLong("synod.seed"));
    Class<?> test =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
    try {
      return only.isPresent() ? List.of(run(only.get())) : runAll(first, seeds);
    } catch (Failure failure) {
      throw failure.in(test);
    }
  }

  /**
   * As {@link #run(long, int)}, whatever the system property says.
   *
   * @throws Failure of the first seed whose run breaks a law
   */
  public List<Result> runAll(long first, int seeds) {
    int threads = Math.min(seeds, Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads));
    try {
      AtomicLong failed = new AtomicLong(Long.MAX_VALUE);
      List<Future<Optional<Result>>> runs =
          LongStream.range(first, first + seeds)
              .mapToObj(seed -> pool.submit(() -> runUnless(failed, seed)))
              .toList();
      List<Result> results = new ArrayList<>();
      for (Future<Optional<Result>> run : runs) {
        run.get().ifPresent(results::add);
      }
      return results;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Failure broken) {
        throw broken;
      }
      throw new IllegalStateException("a run ended in an error", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } finally {
      pool.shutdownNow();
    }
  }

  /** A seed above one that has failed need not be run. */
  private Optional<Result> runUnless(AtomicLong failed, long seed) {
    if (failed.get() < seed) {
      return Optional.empty();
    }
    try {
      return Optional.of(run(seed));
    } catch (Failure failure) {
      failed.accumulateAndGet(seed, Math::min);
      throw failure;
    }
  }
}
