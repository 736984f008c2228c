package dev.synod.testkit;

import dev.synod.api.StateMachine;
import dev.synod.testkit.audit.Audit;
import dev.synod.testkit.audit.Inspection;
import dev.synod.testkit.nemesis.FaultPlan;
import dev.synod.testkit.probe.Sightings;
import dev.synod.testkit.sim.ClusterPlan;
import dev.synod.testkit.sim.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import java.util.stream.LongStream;

/**
 * Random runs of a simulated cluster with a user's state machine: clients work, a nemesis does
 * harm, the laws are judged at every step; at the end everything is mended, the group must serve
 * again, the replicas must be equal and the clients' history linearizable.
 *
 * @param <S> the state of the machine
 */
public final class Simulation<S> {
  private final Supplier<StateMachine<S>> machine;
  private final Function<RandomGenerator, Call> workload;
  private Function<Call, Object> partition = call -> "all";
  private FaultPlan plan = FaultPlan.all();
  private UnaryOperator<ClusterPlan<S>> adjustment = UnaryOperator.identity();
  private Inspection<S> inspection = Inspection.full();
  private int clients = 4;
  private int largestCommand = 1024;
  private Duration patience = Duration.ofSeconds(15);
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
   * @param workload what a client asks next; used by several runs at once, so it may have no state
   *     of its own: its argument is all the chance that it may use
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

  /** The size of the largest command of the workload, in bytes as serialized; 1024 if not said. */
  public Simulation<S> largestCommand(int bytes) {
    largestCommand = bytes;
    return this;
  }

  /** Virtual time after the mending within which the group serves again; 15 s if not said. */
  public Simulation<S> patience(Duration time) {
    patience = time;
    return this;
  }

  /** Clients give a command a new number when they retry it: a mistake, for planting it. */
  public Simulation<S> renumberRetries() {
    renumbering = true;
    return this;
  }

  /**
   * What else is to be said of each cluster: settings, say. Seed and members are given. Said twice,
   * both hold, in this order.
   */
  public Simulation<S> adjust(UnaryOperator<ClusterPlan<S>> by) {
    UnaryOperator<ClusterPlan<S>> before = adjustment;
    adjustment = cluster -> by.apply(before.apply(cluster));
    return this;
  }

  /**
   * One run.
   *
   * @throws Failure if a law is broken, or anything else ends the run
   */
  public Result run(long seed) {
    try {
      return runOnce(seed);
    } catch (Failure failure) {
      throw explained(failure, Places.test());
    }
  }

  private Result runOnce(long seed) {
    return Run.of(terms(), seed, Optional.empty());
  }

  private Terms<S> terms() {
    return new Terms<>(
        machine,
        workload,
        partition,
        plan,
        adjustment,
        inspection,
        clients,
        largestCommand,
        patience,
        renumbering);
  }

  /**
   * Runs with the seeds from {@code first} on, on as many threads as there are processors; only
   * one, if the system property {@code synod.seed} names it.
   *
   * @throws Failure of the first seed whose run breaks a law
   */
  public List<Result> run(long first, int seeds) {
    Optional<Long> only = Optional.ofNullable(Long.getLong("synod.seed"));
    try {
      return only.isPresent() ? List.of(runOnce(only.get())) : runAll(first, seeds);
    } catch (Failure failure) {
      throw explained(failure, Places.test());
    }
  }

  /**
   * A failure of {@link #runAll} with the command that repeats it, and the file that tells the
   * whole story of the run: it is made once more for that. A machine or a workload that is not a
   * function of what it is given may do something else this time, which is then said.
   */
  public Failure explained(Failure failure, Class<?> test) {
    Path file = Places.forStory(test, failure.seed());
    Optional<String> again = Optional.empty();
    try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
      var unused = Run.of(terms(), failure.seed(), Optional.of(writer::println));
    } catch (Failure second) {
      again = Optional.of(second.what());
    } catch (IOException unwritable) {
      return failure.in(test, "its story can't be written: " + unwritable);
    }
    String told = "the whole story: " + file.toAbsolutePath();
    return again.map(Simulation::comparable).equals(Optional.of(comparable(failure.what())))
        ? failure.in(test, told)
        : failure.in(
            test,
            told
                + System.lineSeparator()
                + "  made again, the run "
                + again.map(what -> "failed otherwise: " + what).orElse("did not fail")
                + "; machine, workload and invariants must be functions of what they are given");
  }

  /** Objects without a text of their own are told by a hash code that differs each time. */
  private static String comparable(String what) {
    return what.replaceAll("@[0-9a-f]{1,8}\\b", "@");
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
      return Optional.of(runOnce(seed));
    } catch (Failure failure) {
      failed.accumulateAndGet(seed, Math::min);
      throw failure;
    }
  }
}
