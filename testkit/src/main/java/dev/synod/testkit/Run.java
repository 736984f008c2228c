package dev.synod.testkit;

import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.testkit.Simulation.Result;
import dev.synod.testkit.history.History;
import dev.synod.testkit.history.LinearizabilityChecker;
import dev.synod.testkit.history.Operation;
import dev.synod.testkit.history.Verdict;
import dev.synod.testkit.nemesis.Nemesis;
import dev.synod.testkit.sim.Failure;
import dev.synod.testkit.sim.MachineModel;
import dev.synod.testkit.sim.SimClient;
import dev.synod.testkit.sim.SimClient.Answer;
import dev.synod.testkit.sim.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run of a simulation: work under harm, then mending, then what must hold in the end. */
final class Run<S> {
  /** A client may be at the first of its attempts, each of which it gives up to four seconds. */
  private static final Duration CLIENTS_PATIENCE = Duration.ofSeconds(60);

  private static final Duration BETWEEN_COMPARISONS = Duration.ofMillis(250);

  /** Draws from a workload until it is taken for one that only reads. */
  private static final int DRAWS = 1_000;

  private final Terms<S> terms;
  private final long seed;
  private final SimulatedCluster<S> cluster;
  private final Nemesis nemesis;
  private final History<Call, Answer> history;
  private final List<SimClient> clients;

  /** Most runs: harm to the founding, which needs all members, can use up the time of a run. */
  private final boolean foundsInPeace;

  private Run(Terms<S> terms, long seed, SimulatedCluster<S> cluster, SplittableRandom dice) {
    this.terms = terms;
    this.seed = seed;
    this.cluster = cluster;
    this.history = new History<>(() -> cluster.time().toNanos());
    this.foundsInPeace = dice.nextInt(4) > 0;
    this.nemesis =
        new Nemesis(cluster, terms.plan(), dice.split(), Terms.dice(seed, Terms.Chance.CHANGES));
    this.clients =
        IntStream.rangeClosed(1, terms.clients()).mapToObj(n -> client("c" + n)).toList();
  }

  private SimClient client(String name) {
    return new SimClient(cluster, name, terms.workload(), history, terms.renumbering());
  }

  /**
   * Makes it.
   *
   * @param listener is told all that happens, a line each
   * @throws Failure if a law is broken, or anything else ends it
   */
  static <S> Result of(Terms<S> terms, long seed, Optional<Consumer<String>> listener) {
    SplittableRandom dice = new SplittableRandom(seed);
    try (SimulatedCluster<S> cluster = terms.plan(seed, dice, listener).start()) {
      try {
        return new Run<>(terms, seed, cluster, dice).play();
      } catch (Failure failure) {
        throw failure;
      } catch (RuntimeException | Error thrown) {
        throw cluster.failure(thrown);
      }
    } catch (Failure failure) {
      throw failure;
    } catch (RuntimeException | Error thrown) {
      throw Failure.atTheStart(seed, thrown);
    }
  }

  private Result play() {
    clients.forEach(SimClient::begin);
    if (foundsInPeace) {
      boolean unused = cluster.runUntil(cluster::founded, terms.patience());
    }
    nemesis.begin();
    Duration end = cluster.time().plus(terms.plan().lasting());
    while (cluster.time().compareTo(end) < 0) {
      Duration left = end.minus(cluster.time());
      cluster.runFor(left.compareTo(BETWEEN_COMPARISONS) < 0 ? left : BETWEEN_COMPARISONS);
      cluster.compareStates();
    }
    nemesis.end();
    long chosen = requireLife();
    requireLinearizable();
    return new Result(
        seed,
        cluster.members().size(),
        cluster.story().hash(),
        cluster.steps(),
        cluster.time(),
        history.operations().size(),
        chosen,
        cluster.sightings());
  }

  /** After the faults: every sound member serves, and all of them are equal. */
  private long requireLife() {
    boolean ready =
        cluster.runUntil(
            () -> cluster.census().sound().stream().allMatch(cluster::ready), terms.patience());
    cluster.require(
        ready,
        "no leader "
            + terms.patience()
            + " after everything was mended; if it is meant to take longer, say so by Simulation.patience");
    cluster.runFor(Duration.ofMillis(200));
    clients.forEach(SimClient::end);
    boolean ended =
        cluster.runUntil(() -> clients.stream().allMatch(SimClient::idle), CLIENTS_PATIENCE);
    cluster.require(ended, "a client has no answer " + CLIENTS_PATIENCE + " after all was mended");
    clients.forEach(this::requireNotRefused);
    cluster.census().serving().forEach(this::requireWrite);
    Duration limit = cluster.time().plus(terms.patience());
    while (cluster.time().compareTo(limit) < 0) {
      cluster.runFor(Duration.ofMillis(100));
      List<Optional<GroupStatus>> views =
          cluster.census().serving().stream().map(cluster::status).toList();
      if (views.stream().map(v -> v.map(GroupStatus::appliedThrough)).distinct().count() == 1
          && views.get(0).isPresent()) {
        return views.get(0).get().appliedThrough();
      }
    }
    throw cluster.failure("the replicas have not become equal in " + terms.patience());
  }

  private void requireNotRefused(SimClient client) {
    client
        .refused()
        .ifPresent(
            detail -> {
              throw cluster.failure(
                  "the workload has a command that is refused: "
                      + detail
                      + "; give its size to Simulation.largestCommand");
            });
  }

  /**
   * A command submitted at this member is committed, if need be after some that are not; unless a
   * change that was asked for while harm was done removes it only now.
   */
  private void requireWrite(String member) {
    Duration end = cluster.time().plus(terms.patience());
    SplittableRandom dice = new SplittableRandom(seed + member.hashCode());
    SimClient last = client("last-" + member);
    boolean done = false;
    while (!done && serves(member) && cluster.time().compareTo(end) < 0) {
      Optional<Call.Submit> command = command(dice);
      done = command.isPresent() ? last.submitAt(member, command.get()) : opensSession(member);
      requireNotRefused(last);
    }
    cluster.require(
        done || !serves(member),
        "nothing submitted at "
            + member
            + " is committed "
            + terms.patience()
            + " after all was mended");
  }

  private boolean serves(String member) {
    return cluster.census().serving().contains(member);
  }

  private Optional<Call.Submit> command(SplittableRandom dice) {
    return Stream.generate(() -> terms.workload().apply(dice))
        .limit(DRAWS)
        .filter(Call.Submit.class::isInstance)
        .map(Call.Submit.class::cast)
        .findFirst();
  }

  /** To write at all, where the workload only reads. */
  private boolean opensSession(String member) {
    var outcome = cluster.door(member).openSession().toCompletableFuture();
    return cluster.runUntil(outcome::isDone, Duration.ofSeconds(30))
        && outcome.join() instanceof Outcome.Committed;
  }

  private void requireLinearizable() {
    Verdict<Call, Answer> verdict =
        new LinearizabilityChecker<>(new MachineModel<>(terms.machine().get(), terms.partition()))
            .check(history);
    if (verdict instanceof Verdict.Undecided<Call, Answer>) {
      throw cluster.failure(
          "the clients' history is too hard to judge: "
              + verdict
              + System.lineSeparator()
              + "Say with Simulation.partition which calls don't depend on each other, or have"
              + " fewer clients.");
    }
    if (verdict instanceof Verdict.Violation<Call, Answer> violation) {
      throw cluster.failure(
          "the clients' history is not linearizable: "
              + violation
              + System.lineSeparator()
              + span(violation.window()));
    }
  }

  /** Where in the story to look. */
  private static String span(List<Operation<Call, Answer>> operations) {
    long first = operations.stream().mapToLong(Operation::start).min().orElse(0);
    long last =
        operations.stream()
            .mapToLong(Operation::end)
            .filter(end -> end != Operation.NEVER)
            .max()
            .orElse(first);
    return "These operations lie between %.3f and %.3f ms.".formatted(first / 1e6, last / 1e6);
  }
}
