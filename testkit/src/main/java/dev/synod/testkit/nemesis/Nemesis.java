package dev.synod.testkit.nemesis;

import dev.synod.testkit.sim.OlderDisk;
import dev.synod.testkit.sim.SimulatedCluster;
import dev.synod.testkit.sim.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Does harm to a cluster by chance, after a plan, and mends everything in the end. */
public final class Nemesis {
  private static final int STEPS_AHEAD = 40;
  private static final int HANDOVER_LOOKS = 300;
  private static final int RENOWN_LOOKS = 40;
  private static final double[] SHARES = {0, 0, 0.2, 0.5, 0.8, 0.95};

  private final SimulatedCluster<?> cluster;

  /** A sync of theirs has failed, or will: they stop by themselves, and would stay so. */
  private final TreeSet<String> halting = new TreeSet<>();

  private final FaultPlan plan;
  private final SplittableRandom dice;
  private final Duration pace;
  private final Operator operator;
  private final boolean reforms;
  private final TreeSet<String> lost = new TreeSet<>();
  private boolean over;

  /**
   * A nemesis that waits.
   *
   * @param changes the chance of changes of the members: what a seed does without them stays as it
   *     is
   */
  public Nemesis(
      SimulatedCluster<?> cluster,
      FaultPlan plan,
      SplittableRandom dice,
      SplittableRandom changes) {
    this.cluster = cluster;
    this.plan = plan.swarm(dice, 3);
    this.pace = plan.every().dividedBy(1 + dice.nextInt(4));
    this.dice = dice;
    this.operator = new Operator(cluster, plan, changes);
    this.reforms =
        plan.weights().containsKey(Fault.MEMBERSHIP)
            && cluster.all().size() > cluster.members().size();
  }

  /** Begins. */
  public void begin() {
    next();
    if (reforms) {
      reform();
    }
  }

  private void reform() {
    cluster.after(
        operator.pause(pace),
        () -> {
          if (!over) {
            operator.act();
            reform();
          }
        });
  }

  private void next() {
    if (plan.weights().isEmpty()) {
      return;
    }
    cluster.after(
        chance(pace),
        () -> {
          if (!over) {
            strike(pick());
            next();
          }
        });
  }

  private Duration chance(Duration mean) {
    return Duration.ofNanos((long) (-StrictMath.log(1 - dice.nextDouble()) * mean.toNanos()));
  }

  private Fault pick() {
    int total = plan.weights().values().stream().mapToInt(weight -> weight).sum();
    int at = dice.nextInt(total);
    for (Map.Entry<Fault, Integer> entry : plan.weights().entrySet()) {
      at -= entry.getValue();
      if (at < 0) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("weights " + plan.weights() + " do not add up to " + total);
  }

  private void strike(Fault fault) {
    String victim =
        dice.nextBoolean()
            ? cluster.lastElected().orElse(cluster.members().get(0))
            : any(cluster.members());
    switch (fault) {
      case CRASH -> crash(victim);
      case BLACKOUT -> blackout();
      case ISOLATION -> cluster.partition(victim).fromAll();
      case HANDOVER -> handOver(cluster.lastElected().orElse(victim));
      case SPLIT -> split();
      case CHAIN -> chain();
      case ONE_WAY -> oneWay(victim);
      case PAUSE -> pause(victim);
      case HUNG_DISK -> cluster.stallDisk(victim, chance(Duration.ofSeconds(2)));
      case FAILED_SYNC -> failSync(victim);
      case ROT -> rot(victim);
      case LOST_DISK -> loseDisk(victim);
      case SET_BACK -> restartAndSetBack(victim);
      case CLOCK ->
          cluster.clockRate(
              victim, plan.slowest() + dice.nextDouble() * (plan.fastest() - plan.slowest()));
      case BAD_LINKS -> spoilLinks();
      case STORM -> cluster.weather(storm());
      case OLD_MAIL -> cluster.replayOld();
      case MEMBERSHIP -> operator.act();
    }
    if (dice.nextInt(3) == 0) {
      cluster.after(chance(Duration.ofSeconds(1)), () -> healLinks());
    }
  }

  private void healLinks() {
    if (!over) {
      cluster.heal();
    }
  }

  private void crash(String victim) {
    cluster.afterSteps(
        dice.nextInt(STEPS_AHEAD),
        () -> {
          if (!over) {
            cluster.crash(victim);
            startLater(victim);
          }
        });
  }

  /** All at the same moment, as with the power of a whole room. */
  private void blackout() {
    cluster.afterSteps(
        dice.nextInt(STEPS_AHEAD),
        () -> {
          if (!over) {
            cluster.members().forEach(cluster::crash);
            cluster.members().forEach(this::startLater);
          }
        });
  }

  private void oneWay(String victim) {
    if (dice.nextBoolean()) {
      cluster.partition(victim).towards(others(victim));
    } else {
      cluster.partition(others(victim)).towards(victim);
    }
  }

  private void startLater(String victim) {
    cluster.after(
        chance(Duration.ofMillis(800)),
        () -> {
          if (!over) {
            cluster.start(victim);
          }
        });
  }

  private void handOver(String leader) {
    cluster.partition(leader).fromAll();
    awaitSuccessor(leader, HANDOVER_LOOKS);
  }

  private void awaitSuccessor(String old, int looks) {
    cluster.after(
        Duration.ofMillis(10),
        () -> {
          String now = cluster.lastElected().orElse(old);
          if (over || looks == 0) {
            return;
          }
          if (now.equals(old)) {
            awaitSuccessor(old, looks - 1);
          } else {
            cluster.after(chance(Duration.ofMillis(60)), () -> fell(now));
          }
        });
  }

  private void fell(String successor) {
    if (!over) {
      cluster.heal();
      crash(successor);
    }
  }

  private void split() {
    List<String> side = new ArrayList<>();
    for (String member : cluster.members()) {
      if (dice.nextBoolean()) {
        side.add(member);
      }
    }
    if (!side.isEmpty() && side.size() < cluster.members().size()) {
      cluster.partition(side.toArray(String[]::new)).fromAll();
    }
  }

  private void chain() {
    List<String> row = new ArrayList<>();
    List<String> rest = new ArrayList<>(cluster.members());
    while (!rest.isEmpty()) {
      row.add(rest.remove(dice.nextInt(rest.size())));
    }
    for (int i = 0; i < row.size(); i++) {
      for (int j = i + 2; j < row.size(); j++) {
        cluster.partition(row.get(i)).from(row.get(j));
      }
    }
  }

  private void spoilLinks() {
    for (String from : cluster.members()) {
      for (String to : cluster.members()) {
        if (!from.equals(to)) {
          cluster.lossyLink(from, to, SHARES[dice.nextInt(SHARES.length)]);
        }
      }
    }
  }

  private void pause(String victim) {
    if (cluster.isRunning(victim)) {
      cluster.pause(victim);
      cluster.after(chance(Duration.ofSeconds(2)), () -> cluster.resume(victim));
    }
  }

  private void failSync(String victim) {
    cluster.failNextSync(victim);
    halting.add(victim);
    cluster.after(
        Duration.ofMillis(500),
        () -> {
          halting.remove(victim);
          crash(victim);
        });
  }

  private void rot(String victim) {
    if (mayLose(victim)) {
      cluster.rotDisk(victim);
      crash(victim);
    }
  }

  private void loseDisk(String victim) {
    if (mayLose(victim)) {
      cluster.crash(victim);
      cluster.loseDisk(victim);
      startLater(victim);
    }
  }

  /** The others must have heard of the restart: what nobody knows of can't be missed. */
  private void restartAndSetBack(String victim) {
    if (cluster.founded() && cluster.isRunning(victim)) {
      OlderDisk copy = cluster.copyDisk(victim);
      cluster.crash(victim);
      startLater(victim);
      awaitRenown(victim, copy, RENOWN_LOOKS);
    }
  }

  private void awaitRenown(String victim, OlderDisk copy, int looks) {
    cluster.after(
        chance(Duration.ofMillis(100)),
        () -> {
          if (over || looks == 0) {
            return;
          }
          if (!copy.isFoundOut(operator.outlook())) {
            awaitRenown(victim, copy, looks - 1);
          } else if (mayLose(victim)) {
            cluster.crash(victim);
            copy.putBack();
            startLater(victim);
          }
        });
  }

  /**
   * A quorum is always left, and before the founding, which needs all, everybody; and all who can
   * find out a disk that was set back.
   */
  private boolean mayLose(String victim) {
    boolean may =
        cluster.founded()
            && cluster.census().olderCopies().isEmpty()
            && !lost(victim)
            && operator.canLose(victim);
    if (may) {
      lost.add(victim);
    }
    return may;
  }

  /** Whether its disk is lost or damaged, and no other has taken the place. */
  private boolean lost(String member) {
    return lost.contains(member) && !cluster.census().sound(member);
  }

  private Weather storm() {
    return new Weather(
        20_000 + dice.nextInt(200_000),
        50_000 + dice.nextInt(dice.nextInt(4) == 0 ? 60_000_000 : 2_000_000),
        dice.nextDouble() * 0.2,
        dice.nextDouble() * 0.2,
        dice.nextDouble() * 0.1);
  }

  private String any(List<String> members) {
    return members.get(dice.nextInt(members.size()));
  }

  private String[] others(String victim) {
    return cluster.members().stream().filter(id -> !id.equals(victim)).toArray(String[]::new);
  }

  /**
   * Mends all that can be mended, and starts who is down: a disk that is new may still be given a
   * part by a change that was asked for, and one that was set back must be found out.
   */
  public void end() {
    over = true;
    cluster.heal().weather(Weather.CALM);
    for (String member : cluster.members()) {
      cluster.resume(member).clockRate(member, 1).mendDisk(member);
      if (!cluster.isRunning(member) || halting.contains(member)) {
        cluster.crash(member).start(member);
      }
    }
  }
}
