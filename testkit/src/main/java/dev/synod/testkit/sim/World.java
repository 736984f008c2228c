package dev.synod.testkit.sim;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.api.StateMachine;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One actor system of which every task runs on this thread, in the order of its schedule, at
 * virtual time. It is costly to start, so the runs of a thread take turns with it; nothing of one
 * run is left when the next begins.
 */
final class World {
  private static final ThreadLocal<World> OF_THIS_THREAD = ThreadLocal.withInitial(World::begin);
  private static final ThreadLocal<Schedule> SCHEDULE = ThreadLocal.withInitial(Schedule::new);

  /** What of the user's configuration holds here, too. */
  private static final List<String> SERIALIZATION =
      List.of(
          "pekko.actor.serializers",
          "pekko.actor.serialization-bindings",
          "pekko.actor.serialization-identifiers",
          "pekko.actor.allow-java-serialization",
          "pekko.serialization");

  /** Tasks at one moment of virtual time; a member that has more never comes to rest. */
  private static final int TASKS_AT_ONCE = 1_000_000;

  private final Schedule schedule;
  private final ActorSystem<Void> system;
  private long names;
  private boolean warm;
  private boolean running;

  private World(Schedule schedule, ActorSystem<Void> system) {
    this.schedule = schedule;
    this.system = system;
  }

  static World ofThisThread() {
    World world = OF_THIS_THREAD.get();
    if (!world.warm) {
      world.warm = true;
      warmUp();
    }
    return world;
  }

  /** For what Pekko makes by reflection while the actor system starts, and lazily after that. */
  static Schedule scheduleOfThisThread() {
    return SCHEDULE.get();
  }

  private static World begin() {
    Config user = ConfigFactory.load();
    Config serialization = ConfigFactory.empty();
    for (String key : SERIALIZATION) {
      if (user.hasPath(key)) {
        serialization = serialization.withValue(key, user.getValue(key));
      }
    }
    Config config =
        ConfigFactory.parseResources("dev/synod/testkit/sim/simulation.conf")
            .withFallback(serialization)
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    Schedule schedule = SCHEDULE.get();
    ActorSystem<Void> system = ActorSystem.create(Behaviors.<Void>empty(), "simulation", config);
    World world = new World(schedule, system);
    world.settle();
    return world;
  }

  /** The first run must not differ from others by what Pekko starts when it is first needed. */
  private static void warmUp() {
    try (SimulatedCluster<Integer> cluster = SimulatedCluster.of(Idle::new).members(1).start()) {
      cluster.runFor(Duration.ofSeconds(3));
    }
  }

  private static final class Idle extends StateMachine<Integer> {
    @Override
    public Integer emptyState() {
      return 0;
    }

    @Override
    public CommandHandler<Integer> commandHandler() {
      return newCommandHandlerBuilder().build();
    }

    @Override
    public QueryHandler<Integer> queryHandler() {
      return newQueryHandlerBuilder().build();
    }
  }

  /** A thread has one cluster at a time. */
  void requireFree() {
    if (running) {
      throw new IllegalStateException(
          "the last simulated cluster of "
              + Thread.currentThread().getName()
              + " is still open; a thread has one at a time: close it first");
    }
  }

  void beginRun(long seed) {
    running = true;
    names = 0;
    schedule.beginRun(seed);
  }

  /** A world that another thread has touched is not used again: a mailbox may be stuck. */
  void endRun() {
    running = false;
    schedule.endRun();
    if (schedule.trespassed()) {
      OF_THIS_THREAD.remove();
      SCHEDULE.remove();
      Drives.forget();
    }
  }

  Schedule schedule() {
    return schedule;
  }

  ActorSystem<?> system() {
    return system;
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    return system.systemActorOf(behavior, name + "-" + ++names, Props.empty());
  }

  void stop(ActorRef<?> actor) {
    Adapter.toClassic(system).stop(Adapter.toClassic(actor));
  }

  /** Runs what is ready until nothing is; time stands still. */
  void settle() {
    int tasks = 0;
    while (schedule.runReady()) {
      if (++tasks > TASKS_AT_ONCE) {
        throw new IllegalStateException(
            "the actors have run " + TASKS_AT_ONCE + " tasks and still tell each other more");
      }
    }
  }
}
