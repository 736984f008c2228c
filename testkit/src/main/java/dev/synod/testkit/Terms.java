package dev.synod.testkit;

import dev.synod.api.StateMachine;
import dev.synod.testkit.audit.Inspection;
import dev.synod.testkit.nemesis.Fault;
import dev.synod.testkit.nemesis.FaultPlan;
import dev.synod.testkit.sim.ClusterPlan;
import dev.synod.testkit.sim.SimulatedCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What all runs of a simulation have in common. */
record Terms<S>(
    Supplier<StateMachine<S>> machine,
    Function<RandomGenerator, Call> workload,
    Function<Call, Object> partition,
    FaultPlan plan,
    UnaryOperator<ClusterPlan<S>> adjustment,
    Inspection<S> inspection,
    int clients,
    int largestCommand,
    Duration patience,
    boolean renumbering) {

  /** The cluster of the run with this seed. */
  ClusterPlan<S> plan(long seed, SplittableRandom dice, Optional<Consumer<String>> listener) {
    int members = dice.nextInt(3) == 0 ? 5 : 3;
    ClusterPlan<S> cluster =
        SimulatedCluster.of(machine)
            .members(members)
            .seed(seed)
            .settings(varied(dice))
            .settings(snapshots(seed))
            .spares(spares(seed))
            .inspection(inspection);
    return adjustment.apply(listener.map(cluster::listener).orElse(cluster));
  }

  /** What has chance of its own, so that it shifts nothing else of a seed. */
  enum Chance {
    SNAPSHOTS(-1),
    SPARES(0x5DEECE66DL),
    CHANGES(0x2545F4914F6CDD1DL);

    private final long mask;

    Chance(long mask) {
      this.mask = mask;
    }
  }

  static SplittableRandom dice(long seed, Chance of) {
    return new SplittableRandom(seed ^ of.mask);
  }

  /** In some seeds members can come and go. */
  private int spares(long seed) {
    SplittableRandom dice = dice(seed, Chance.SPARES);
    return plan.weights().containsKey(Fault.MEMBERSHIP) && dice.nextInt(3) == 0
        ? 1 + dice.nextInt(3)
        : 0;
  }

  /** Some seeds keep all of their logs, the others hardly anything. */
  private static String snapshots(long seed) {
    SplittableRandom dice = dice(seed, Chance.SNAPSHOTS);
    return dice.nextInt(4) == 0
        ? "synod.replica.snapshot-store = \"\""
        : """
        synod.replica.snapshot-store = synod.testkit.snapshot-store
        synod.replica.snapshot-slots = %d
        synod.replica.snapshot-bytes = %d
        synod.learner.tail = %d
        synod.learner.tail-bytes = %d
        """
            .formatted(
                2 + dice.nextInt(60),
                1024 + dice.nextInt(1 << 16),
                dice.nextInt(40),
                dice.nextInt(1 << 14));
  }

  /**
   * Each seed has its own small bounds, so that pages, windows and queues are full now and then.
   */
  private String varied(SplittableRandom dice) {
    int timeout = 150 + dice.nextInt(850);
    return """
        synod.elector.timeout = %d ms
        synod.elector.heartbeat = %d ms
        synod.proposer.window = %d
        synod.proposer.batch = %d
        synod.proposer.resend = %d ms
        synod.proposer.progress-timeout = 2500 ms
        synod.acceptor.page = %d
        synod.learner.linger = %s
        synod.learner.ahead = %d
        synod.client.command = %d
        synod.client.outstanding = %d
        synod.sessions.ttl = %d s
        """
        .formatted(
            timeout,
            Math.max(20, timeout / 10),
            1 + dice.nextInt(8),
            largestCommand + dice.nextInt(4096),
            40 + dice.nextInt(200),
            1024 + dice.nextInt(3072),
            dice.nextInt(4) == 0 ? "off" : 1 + dice.nextInt(50) + " ms",
            8 + dice.nextInt(64),
            largestCommand,
            1 + dice.nextInt(6),
            2 + dice.nextInt(20));
  }
}
