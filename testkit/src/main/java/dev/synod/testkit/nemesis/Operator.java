package dev.synod.testkit.nemesis;

import dev.synod.api.MemberChange;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberKind;
import dev.synod.testkit.sim.Census;
import dev.synod.testkit.sim.Electorate;
import dev.synod.testkit.sim.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Asks for changes of the members by chance, as somebody would who knows which disks are lost: none
 * that could leave the group without a quorum of sound ones.
 */
final class Operator {
  private static final int FEWEST_VOTERS = 2;

  /** Once in so many times it asks for two things, of which at most one can be done. */
  private static final int AT_ONCE = 5;

  /** In milliseconds; no time-out of a simulation is shorter. */
  private static final int LONGEST_LEASE = 120;

  /** Of clocks, as a share of true time: a tenth, with room for what arithmetic rounds. */
  private static final double DRIFT = LeaseTerms.MAX_DRIFT / 1e6 + 1e-9;

  private final SimulatedCluster<?> cluster;
  private final Census census;
  private final SplittableRandom dice;
  private final List<Electorate> possible = new ArrayList<>();

  /** What the present disks of members were last, as long as they are not lost. */
  private final Map<String, MemberKind> were = new TreeMap<>();

  /** Whether clocks go well enough for leases. */
  private final boolean leases;

  Operator(SimulatedCluster<?> cluster, FaultPlan plan, SplittableRandom dice) {
    this.leases = plan.fastest() <= 1 + DRIFT && plan.slowest() >= 1 - DRIFT;
    this.cluster = cluster;
    this.census = cluster.census();
    this.dice = dice;
  }

  /**
   * Whether the group can do without the disk of this member: now, after any change that was asked
   * for in this epoch, and once its joiners have been promoted; and no member needs it for what it
   * lacks of earlier epochs. Witnesses do not count there: one that lags may go on only once enough
   * others have snapshots of what it lacks (rule W1), and this may be one of these.
   */
  boolean canLose(String victim) {
    return census.settled()
        && outlook().stream()
            .allMatch(next -> serves(next, id -> !id.equals(victim) && !next.isWitness(id)));
  }

  /** What the members are now, and what they may be without anything more being asked for. */
  List<Electorate> outlook() {
    Electorate present = census.electorate();
    possible.removeIf(next -> next.epoch() != present.epoch());
    return Stream.concat(Stream.of(present), possible.stream())
        .flatMap(next -> Stream.of(next, next.grown()))
        .toList();
  }

  private boolean serves(Electorate next, Predicate<String> counted) {
    return next.servedBy(id -> counted.test(id) && mayServe(id));
  }

  private boolean servesGrown(Electorate next) {
    return serves(next, id -> true) && serves(next.grown(), id -> true);
  }

  /** Who comes in will have the disk that waits now. */
  private boolean mayServe(String id) {
    return census.sound(id) || !census.electorate().kinds().containsKey(id);
  }

  /** How long it waits, on average so long. */
  Duration pause(Duration mean) {
    return Duration.ofNanos((long) (-StrictMath.log(1 - dice.nextDouble()) * mean.toNanos()));
  }

  /**
   * Asks for something; not while a disk that was set back is not found out, since who knows of
   * that must stay.
   */
  void act() {
    if (!cluster.founded() || !census.olderCopies().isEmpty()) {
      return;
    }
    Electorate present = census.electorate();
    were.putAll(present.kinds());
    choose(present);
    if (dice.nextInt(AT_ONCE) == 0) {
      choose(present);
    }
    if (leases && dice.nextInt(AT_ONCE) == 0) {
      long millis = dice.nextBoolean() ? 0 : 1 + dice.nextInt(LONGEST_LEASE);
      ask(new MemberChange.Leases(Duration.ofMillis(millis), LeaseTerms.MAX_DRIFT));
    }
  }

  private void choose(Electorate present) {
    switch (dice.nextInt(9)) {
      case 0, 1 -> add(present);
      case 2 -> remove(any(List.copyOf(present.kinds().keySet())), present);
      case 3, 4 -> replace(present);
      case 5 -> resize(present);
      case 6 -> ask(new MemberChange.HandOver(Optional.empty()));
      case 7 -> ask(new MemberChange.HandOver(Optional.of(any(present.voters()))));
      default -> removeLeader(present);
    }
  }

  /** One that does not run is started first, one that was removed with an empty disk. */
  private void add(Electorate present) {
    List<String> others =
        cluster.all().stream().filter(id -> !present.kinds().containsKey(id)).toList();
    if (others.isEmpty()) {
      return;
    }
    String id = any(others);
    if (!cluster.isRunning(id) && dice.nextBoolean()) {
      cluster.crash(id).start(id);
    } else if (cluster.isRunning(id) && !cluster.ready(id)) {
      ask(new MemberChange.Add(id, kind(id)));
    } else {
      renew(id);
    }
  }

  /** A disk is a witness's for good, or never. */
  private MemberChange.Kind kind(String id) {
    int chance = dice.nextInt(4);
    boolean witness = were.containsKey(id) ? were.get(id) == MemberKind.WITNESS : chance == 1;
    return witness
        ? MemberChange.Kind.WITNESS
        : chance == 0 ? MemberChange.Kind.OBSERVER : MemberChange.Kind.VOTER;
  }

  private void removeLeader(Electorate present) {
    cluster
        .lastElected()
        .filter(present.kinds()::containsKey)
        .ifPresent(leader -> remove(leader, present));
  }

  private void remove(String id, Electorate present) {
    MemberChange change = new MemberChange.Remove(id);
    if (present.after(change).voters().size() >= FEWEST_VOTERS) {
      ask(change);
    }
  }

  private void replace(Electorate present) {
    List<String> lost = present.kinds().keySet().stream().filter(id -> !census.sound(id)).toList();
    if (!lost.isEmpty()) {
      String id = any(lost);
      if (!cluster.isRunning(id) && dice.nextBoolean()) {
        cluster.crash(id).start(id);
      } else if (cluster.isRunning(id)) {
        ask(new MemberChange.Replace(id));
      } else {
        renew(id);
      }
      return;
    }
    present.kinds().entrySet().stream()
        .filter(member -> !member.getValue().votes())
        .findFirst()
        .ifPresent(member -> ask(new MemberChange.Promote(member.getKey())));
  }

  private void resize(Electorate present) {
    int voters = present.voters().size();
    int accept = 1 + dice.nextInt(voters);
    int election = voters - accept + 1 + dice.nextInt(accept);
    boolean legal = accept > 1 || voters == 1;
    if (legal) {
      ask(new MemberChange.Quorums(election, accept));
    }
  }

  /** The member begins anew, unless somebody still needs what its disk holds. */
  private void renew(String id) {
    boolean had = cluster.members().contains(id);
    if (!had || census.settled()) {
      cluster.crash(id);
      if (had) {
        cluster.loseDisk(id);
        were.remove(id);
      }
      cluster.start(id);
    }
  }

  private void ask(MemberChange change) {
    Electorate present = census.electorate();
    Electorate next = present.after(change);
    Optional<String> at = somebody();
    boolean replaced = change instanceof MemberChange.Replace;
    if (at.isEmpty() || !(replaced || servesGrown(next))) {
      return;
    }
    possible.add(next);
    var answer = cluster.reconfigure(at.get(), change, present.epoch()).toCompletableFuture();
    if (change instanceof MemberChange.Remove removal && !removal.id().equals(at.get())) {
      var unused = answer.thenRun(() -> cluster.after(Duration.ZERO, () -> wipe(removal.id())));
    }
  }

  /** The answer says that nobody needs what it has stored (rule M3). */
  private void wipe(String id) {
    if (!census.electorate().kinds().containsKey(id)) {
      cluster.crash(id).loseDisk(id);
      were.remove(id);
    }
  }

  private Optional<String> somebody() {
    List<String> running = cluster.running();
    return running.isEmpty() ? Optional.empty() : Optional.of(any(running));
  }

  private String any(List<String> some) {
    return some.get(dice.nextInt(some.size()));
  }
}
