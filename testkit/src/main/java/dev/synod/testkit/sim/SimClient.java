package dev.synod.testkit.sim;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.testkit.Call;
import dev.synod.testkit.history.History;
import dev.synod.testkit.history.Invocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A client outside of the members: asks one thing after the other in a session of its own, and when
 * it does not know how a command ended, asks again with the same number, most often elsewhere
 * (rules S1 and S5).
 */
public final class SimClient {
  private static final int SELDOM = 8;
  private static final int ATTEMPTS = 8;
  private static final long PATIENCE = 2_000_000_000L;
  private static final long LEAST_THINK = 2_000_000L;

  /** Who has no answer yet waits twice as long each time: its attempts are few. */
  private static final long PAUSE = 25_000_000L;

  /** One in so many of the reads that may be old asks for no bound at all. */
  private static final int UNBOUNDED = 3;

  /** Of a bounded read, in milliseconds. */
  private static final int LONGEST_AGE = 1000;

  private final SimulatedCluster<?> cluster;
  private final String name;
  private final Function<RandomGenerator, Call> workload;
  private final History<Call, Answer> history;
  private final SplittableRandom dice;
  private final long thinkNanos;

  /** Who was refused a lease does not try for so many times: most groups have none. */
  private int refusals;

  private Optional<String> refused = Optional.empty();
  private Optional<Long> session = Optional.empty();
  private long sequence;

  /** The latest slot that it has heard of: its token. */
  private long seen;

  private long turn;
  private final boolean renumbering;
  private boolean working;
  private boolean idle = true;

  /** What a client has heard: a reply, or that the machine refused the command by a throw. */
  public sealed interface Answer {
    /** The reply to a command, or the answer to a query. */
    record Reply(Object value) implements Answer {}

    /** The machine's handler threw. */
    record Threw() implements Answer {}
  }

  /**
   * A client that does nothing yet.
   *
   * @param renumbering makes the mistake to give a command another number when it retries
   */
  public SimClient(
      SimulatedCluster<?> cluster,
      String name,
      Function<RandomGenerator, Call> workload,
      History<Call, Answer> history,
      boolean renumbering) {
    this.renumbering = renumbering;
    this.cluster = cluster;
    this.name = name;
    this.workload = workload;
    this.history = history;
    this.dice = cluster.dice();
    this.thinkNanos = LEAST_THINK << dice.nextInt(8);
  }

  /** Begins to ask. */
  public void begin() {
    working = true;
    think();
  }

  /** Asks nothing new. */
  public void end() {
    working = false;
  }

  /** True when nothing that it has asked is open. */
  public boolean idle() {
    return idle;
  }

  /** Why a command of the workload can be done by no run with these settings, if one can't. */
  public Optional<String> refused() {
    return refused;
  }

  /** Submits this outside of any session and waits; true if the machine has run it. */
  public boolean submitAt(String member, Call.Submit submit) {
    Invocation<Call, Answer> invocation = history.invoke(name, submit);
    var outcome = cluster.door(member).submit(submit.command()).toCompletableFuture();
    boolean ended = cluster.runUntil(outcome::isDone, Duration.ofSeconds(30));
    if (ended && outcome.join() instanceof Outcome.Committed<?> committed) {
      invocation.complete(new Answer.Reply(committed.reply()));
      return true;
    }
    if (ended
        && outcome.join() instanceof Outcome.Rejected<?> rejected
        && rejected.slot().isPresent()) {
      invocation.complete(new Answer.Threw());
      return true;
    }
    if (ended
        && outcome.join() instanceof Outcome.Rejected<?> rejected
        && rejected.reason() == Outcome.Reason.TOO_LARGE) {
      refused = Optional.of(rejected.detail());
    }
    invocation.unknown();
    boolean unused = cluster.runUntil(() -> false, Duration.ofMillis(100));
    return false;
  }

  private void think() {
    idle = true;
    turn++;
    var unused = cluster.schedule().after(dice.nextLong(2 * thinkNanos), this::next);
  }

  private void next() {
    if (!working) {
      return;
    }
    idle = false;
    if (session.isEmpty()) {
      open();
    } else {
      Call call = workload.apply(dice);
      Invocation<Call, Answer> invocation = history.invoke(name, call);
      cluster.story().tell(name, "asks", call);
      if (call instanceof Call.Submit submit) {
        sequence++;
        submit(new Errand(submit, invocation, session.orElseThrow(), sequence, 1, false));
      } else if (call instanceof Call.Read read) {
        read(read, invocation);
      }
    }
  }

  private Optional<ConsensusGroup> somewhere() {
    List<String> running = cluster.running();
    return running.isEmpty()
        ? Optional.empty()
        : Optional.of(cluster.door(running.get(dice.nextInt(running.size()))));
  }

  private void open() {
    Optional<ConsensusGroup> door = somewhere();
    if (door.isEmpty()) {
      think();
      return;
    }
    long asked = ++turn;
    patience(asked, this::think);
    var unused =
        door.get()
            .openSession()
            .whenComplete(
                (outcome, failure) -> {
                  if (asked == turn) {
                    if (outcome instanceof Outcome.Committed<Long> committed) {
                      session = Optional.of(committed.reply());
                      sequence = 0;
                    }
                    think();
                  }
                });
  }

  private record Errand(
      Call.Submit submit,
      Invocation<Call, Answer> invocation,
      long session,
      long sequence,
      int attempt,
      boolean doubtful) {
    Errand again(long number) {
      return new Errand(submit, invocation, session, number, attempt + 1, true);
    }
  }

  private void submit(Errand errand) {
    Optional<ConsensusGroup> door = somewhere();
    long asked = ++turn;
    if (door.isEmpty()) {
      patience(asked, () -> retry(errand));
      return;
    }
    patience(asked, () -> retry(errand));
    var unused =
        door.get()
            .submit(errand.session(), errand.sequence(), errand.submit().command())
            .whenComplete(
                (outcome, failure) -> {
                  if (asked == turn) {
                    heard(errand, outcome);
                  }
                });
  }

  private void heard(Errand errand, Outcome<?> outcome) {
    cluster.story().tell(name, "hears", errand.sequence() + ": " + outcome);
    if (outcome instanceof Outcome.Committed<?> committed) {
      seen = Math.max(seen, committed.slot());
      errand.invocation().complete(new Answer.Reply(committed.reply()));
      think();
    } else if (outcome instanceof Outcome.Rejected<?> rejected) {
      if (rejected.reason() == Outcome.Reason.TOO_LARGE) {
        refused = Optional.of(rejected.detail());
      }
      if (rejected.reason() == Outcome.Reason.FAILED && rejected.slot().isPresent()) {
        errand.invocation().complete(new Answer.Threw());
        think();
      } else if (errand.doubtful()) {
        retryLater(errand);
      } else {
        errand.invocation().surelyNotDone();
        think();
      }
    } else {
      retryLater(errand);
    }
  }

  private void retryLater(Errand errand) {
    long asked = ++turn;
    var unused =
        cluster
            .schedule()
            .after(PAUSE << errand.attempt(), () -> unlessOver(asked, () -> retry(errand)));
  }

  private void retry(Errand errand) {
    if (errand.attempt() < ATTEMPTS) {
      submit(errand.again(renumbering ? ++sequence : errand.sequence()));
    } else {
      errand.invocation().unknown();
      session = Optional.empty();
      think();
    }
  }

  private void read(Call.Read read, Invocation<Call, Answer> invocation) {
    Optional<ConsensusGroup> door = somewhere();
    if (door.isEmpty()) {
      invocation.surelyNotDone();
      think();
      return;
    }
    ReadConsistency kind = kind();
    cluster.story().tell(name, "reads", kind);
    long asked = ++turn;
    patience(
        asked,
        () -> {
          invocation.surelyNotDone();
          think();
        });
    var unused =
        door.get()
            .read(read.query(), kind)
            .whenComplete(
                (result, failure) -> {
                  if (asked == turn) {
                    cluster.story().tell(name, "hears", result == null ? failure : result);
                    heard(kind, invocation, Optional.ofNullable(result));
                    think();
                  }
                });
  }

  /** One read in four need not be linearizable: what it promises instead, its law judges. */
  private ReadConsistency kind() {
    return switch (dice.nextInt(8)) {
      case 0 -> ReadConsistency.atLeast(seen);
      case 1 -> old(dice.nextInt(LONGEST_AGE));
      case 2 -> refusals-- > 0 ? ReadConsistency.LINEARIZABLE : ReadConsistency.LEASE;
      case 3 -> ReadConsistency.QUORUM;
      default -> ReadConsistency.LINEARIZABLE;
    };
  }

  private static ReadConsistency old(int age) {
    return age % UNBOUNDED == 0
        ? ReadConsistency.LOCAL
        : ReadConsistency.bounded(Duration.ofMillis(age));
  }

  private <R> void heard(
      ReadConsistency kind, Invocation<Call, Answer> invocation, Optional<ReadResult<R>> result) {
    result.ifPresent(heard -> seen = Math.max(seen, heard.slot()));
    if (kind instanceof ReadConsistency.Lease) {
      refusals = result.isPresent() ? 0 : SELDOM;
    }
    boolean weaker =
        kind instanceof ReadConsistency.AtLeast
            || kind instanceof ReadConsistency.Bounded
            || kind instanceof ReadConsistency.Local;
    if (result.isPresent() && !weaker) {
      invocation.complete(new Answer.Reply(result.get().value()));
    } else {
      invocation.surelyNotDone();
    }
  }

  /** It does not wait for ever: its member may be paused or gone. */
  private void patience(long asked, Runnable end) {
    var unused =
        cluster.schedule().after(PATIENCE + dice.nextLong(PATIENCE), () -> unlessOver(asked, end));
  }

  private void unlessOver(long asked, Runnable next) {
    if (asked == turn) {
      next.run();
    }
  }
}
