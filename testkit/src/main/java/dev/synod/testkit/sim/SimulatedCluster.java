package dev.synod.testkit.sim;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupSettings;
import dev.synod.api.GroupStatus;
import dev.synod.api.MemberChange;
import dev.synod.api.StateMachine;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.shell.Payloads;
import dev.synod.testkit.audit.DoorAudit;
import dev.synod.testkit.probe.Sightings;
import dev.synod.wire.CommandCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A group of members with their real actors in one thread, at virtual time, over a simulated
 * network and simulated disks. Everything that happens is a function of the seed. While it runs it
 * judges each step by the laws; a broken one ends it with a {@link Failure}.
 *
 * <p>Used by one thread from its start to its close.
 *
 * @param <S> the state of the group's machine
 */
public final class SimulatedCluster<S> implements AutoCloseable {
  private static final String GROUP = "sim";
  private final World world = World.ofThisThread();
  private final Schedule schedule = world.schedule();
  private final Story story;
  private final SplittableRandom dice;
  private final SimNetwork network;
  private final Roll<S> roll;
  private final Court court;
  private final Payloads payloads = new Payloads(world.system());
  private final DoorAudit doorAudit;
  private final Pauses pauses;

  SimulatedCluster(ClusterPlan<S> plan) {
    dice = new SplittableRandom(plan.seed);
    world.beginRun(dice.nextLong());
    Drives.ofThisThread().clear();
    story = new Story(schedule, plan.listener);
    network = new SimNetwork(schedule, dice.split(), story, payloads);
    pauses = new Pauses(schedule, id -> of(id).path().stream().toList());
    court = Court.over(plan, story, new CommandCodec(), payloads);
    doorAudit = court.doorAudit(plan.inspection.audits(), payloads);
    roll = new Roll<>(plan.founders(), census());
    for (GroupSettings place : plan.places(GROUP)) {
      var settings = plan.settingsOf(place.member(), world.system().settings().config());
      var machine = court.watched(plan, place.member(), payloads);
      var cast = new SimMember.Cast<>(machine, settings, plan.casting, plan.codecs);
      roll.enter(
          new SimMember<>(world, story, network, court.onlookers(), cast, place, dice.split()));
    }
  }

  /** A cluster that replicates such a machine; each member has one of its own. */
  public static <S> ClusterPlan<S> of(Supplier<? extends StateMachine<S>> machine) {
    return new ClusterPlan<>(member -> machine.get());
  }

  /** The ids of all that ever ran, and of the founders, in order. */
  public List<String> members() {
    return roll.known();
  }

  /** The ids of all, of spares that never ran, too, in order. */
  public List<String> all() {
    return roll.all();
  }

  /** Who has a part in the group, as the disks tell. */
  public Census census() {
    return court.census();
  }

  /** Those that run: not crashed, not halted. */
  public List<String> running() {
    return roll.all().stream().filter(this::isRunning).toList();
  }

  /** True while the member has neither crashed nor halted. */
  public boolean isRunning(String member) {
    return of(member).running() && of(member).halted().isEmpty();
  }

  /** A running member's door to the group. */
  public ConsensusGroup door(String member) {
    return of(member)
        .door()
        .map(door -> court.watched(member, door, payloads, doorAudit))
        .orElseThrow(() -> new IllegalStateException(member + " does not run; start it first"));
  }

  /**
   * An operator asks this running member for a change of the members; ends with the new epoch.
   *
   * @param epoch the change is void in any other
   */
  public CompletionStage<Long> reconfigure(String member, MemberChange change, long epoch) {
    story.fault("operator", "asks " + member, change);
    return door(member)
        .reconfigure(change, OptionalLong.of(epoch))
        .whenComplete((next, why) -> story.tell("operator", "hears", next == null ? why : next));
  }

  /** Starts a member that is down, with what its disk has kept. */
  public SimulatedCluster<S> start(String member) {
    of(member).start();
    return this;
  }

  /** Ends a member at once, as kill -9 and a power failure in one. */
  public SimulatedCluster<S> crash(String member) {
    resume(member);
    of(member).crash();
    world.settle();
    return this;
  }

  /** A member does nothing until it is resumed, as by SIGSTOP; its mail waits. */
  public SimulatedCluster<S> pause(String member) {
    story.fault(of(member).id().value(), "pauses", "");
    pauses.add(member);
    return this;
  }

  /** A paused member goes on. */
  public SimulatedCluster<S> resume(String member) {
    if (pauses.remove(member)) {
      story.fault(member, "resumes", "");
    }
    return this;
  }

  /** Cuts links of these members, until {@link #heal()}. */
  public Side<S> partition(String... side) {
    List.of(side).forEach(this::of);
    return new Side<>(this, network, List.of(side));
  }

  /** This share of what one member sends to the other is lost, until {@link #heal()}. */
  public SimulatedCluster<S> lossyLink(String from, String to, double share) {
    story.fault(from + ">" + to, "loses", share);
    network.lossy(of(from).id(), of(to).id(), share);
    return this;
  }

  /** From now on, mail of this kind from the one to the others waits until it is released. */
  public Hold hold(Predicate<PaxosMessage> kind, String from, String... to) {
    return network.hold(kind, of(from).id(), Stream.of(to).map(id -> of(id).id()).toList());
  }

  /** All links work again. */
  public SimulatedCluster<S> heal() {
    story.fault("network", "heals", "");
    network.heal();
    return this;
  }

  /** How envelopes fare from now on. */
  public SimulatedCluster<S> weather(Weather next) {
    story.fault("network", "weather", next);
    network.weather(next);
    return this;
  }

  /** An envelope of long ago arrives once more, if there is one. */
  public SimulatedCluster<S> replayOld() {
    if (network.replayOld()) {
      story.fault("network", "replays", "an old envelope");
    }
    return this;
  }

  /** The member's next sync fails, and its disk serves nothing more in this life. */
  public SimulatedCluster<S> failNextSync(String member) {
    story.fault(member, "disk", "fails the next sync");
    of(member).disk().failNextSync();
    return this;
  }

  /** The member's syncs hang for this long. */
  public SimulatedCluster<S> stallDisk(String member, Duration time) {
    story.fault(member, "disk", "hangs for " + time);
    of(member).disk().stallUntil(schedule.nanos() + time.toNanos());
    return this;
  }

  /** The member's disk neither hangs nor fails from now on; what has failed stays so. */
  public SimulatedCluster<S> mendDisk(String member) {
    of(member).disk().mend();
    return this;
  }

  /** A bit flips on the member's disk; seen when it is next started. */
  public SimulatedCluster<S> rotDisk(String member) {
    of(member).rot();
    return this;
  }

  /** The member, which must be down, comes back with an empty disk. */
  public SimulatedCluster<S> loseDisk(String member) {
    if (of(member).running()) {
      throw new IllegalStateException(member + " runs; crash it before its disk is lost");
    }
    of(member).loseDisk();
    return this;
  }

  /** The member, which must be down, comes back at ports so much higher, as do all in its list. */
  public SimulatedCluster<S> readdress(String member, int higher) {
    of(member).readdress(higher);
    return this;
  }

  /** Copies a member's disk as it is now. */
  public OlderDisk copyDisk(String member) {
    return new OlderDisk(census(), of(member));
  }

  /** The member's clock goes at this rate from now on; 1 is true, 0: its machine sleeps. */
  public SimulatedCluster<S> clockRate(String member, double rate) {
    story.fault(member, "clock", "at rate " + rate);
    of(member).clock().rate(rate);
    return this;
  }

  /** Lets virtual time pass. */
  public SimulatedCluster<S> runFor(Duration time) {
    var unused = runUntil(() -> false, time);
    return this;
  }

  /** Does this between two tasks, so many tasks from now. */
  public SimulatedCluster<S> afterSteps(int steps, Runnable deed) {
    schedule.afterSteps(steps, deed);
    return this;
  }

  /** Does this once so much virtual time has passed. */
  public SimulatedCluster<S> after(Duration time, Runnable deed) {
    var unused = schedule.after(time.toNanos(), deed);
    return this;
  }

  /** Lets virtual time pass until the condition holds, at most this long; true if it holds. */
  public boolean runUntil(BooleanSupplier condition, Duration atMost) {
    long limit = schedule.nanos() + atMost.toNanos();
    while (true) {
      while (schedule.runReady()) {
        court.judge(schedule.steps());
      }
      requireNoHalts();
      if (condition.getAsBoolean()) {
        return true;
      }
      if (!schedule.fireNext(limit)) {
        return false;
      }
    }
  }

  /** Lets virtual time pass until this is there; a failure of the run if it is not in time. */
  public <T> T await(CompletionStage<T> stage, Duration atMost) {
    var future = stage.toCompletableFuture();
    if (!runUntil(future::isDone, atMost)) {
      throw failure("nothing came within " + atMost + " of virtual time");
    }
    return future.join();
  }

  /** Lets time pass until all running members follow the same one of them; its id. */
  public String awaitLeader(Duration atMost) {
    long limit = schedule.nanos() + atMost.toNanos();
    while (schedule.nanos() < limit) {
      runFor(Duration.ofMillis(20));
      List<Optional<String>> leaders =
          running().stream().map(id -> status(id).flatMap(GroupStatus::leader)).distinct().toList();
      if (leaders.size() == 1 && leaders.get(0).filter(this::isRunning).isPresent()) {
        return leaders.get(0).get();
      }
    }
    throw failure("no leader within " + atMost + " of virtual time");
  }

  /** Who has been elected last, if anybody ever was. */
  public Optional<String> lastElected() {
    return network.leader().map(MemberId::value);
  }

  /** A running member's view, if it answers now. */
  public Optional<GroupStatus> status(String member) {
    var answer = door(member).status().toCompletableFuture();
    Optional<GroupStatus> status =
        runUntil(answer::isDone, Duration.ofMillis(5))
            ? Optional.of(answer.join())
            : Optional.empty();
    status.ifPresent(court::reported);
    court.judge(schedule.steps());
    return status;
  }

  /** Has the law on equal states look at all running members, as soon as each of them answers. */
  public SimulatedCluster<S> compareStates() {
    running().forEach(id -> door(id).status().thenAccept(court::reported));
    return this;
  }

  /** Virtual time since the run began. */
  public Duration time() {
    return Duration.ofNanos(story.nanos());
  }

  /** What has happened. */
  public Story story() {
    return story;
  }

  /** What has occurred so far, and how often. */
  public Sightings sightings() {
    return court.probes().sightings();
  }

  /** Tasks run so far. */
  public long steps() {
    return schedule.steps();
  }

  SplittableRandom dice() {
    return dice.split();
  }

  Schedule schedule() {
    return schedule;
  }

  /** The run has gone wrong. */
  public Failure failure(String what) {
    return court.failure(what);
  }

  /** The run has ended in this, which is no {@link Failure} yet. */
  public Failure failure(Throwable thrown) {
    return court.failure(thrown);
  }

  /** A member that has halted though its disk is sound has broken a rule. */
  void requireNoHalts() {
    roll.halted().ifPresent(why -> require(false, why));
  }

  /** True once all founders have known a leader, in one of their lives. */
  public boolean founded() {
    return roll.founded();
  }

  /** True if the member has known a leader in this life. */
  public boolean ready(String member) {
    return of(member).ready();
  }

  /** The run has gone wrong unless this holds. */
  public void require(boolean condition, String what) {
    if (!condition) {
      throw failure(what);
    }
  }

  SimMember<S> of(String member) {
    return roll.of(member);
  }

  /** Ends all members; the thread may begin the next cluster. */
  @Override
  public void close() {
    try {
      if (!schedule.trespassed()) {
        pauses.clear();
        roll.crash();
        world.settle();
      }
    } finally {
      world.endRun();
    }
    schedule.requireNoTrespasser();
  }
}
