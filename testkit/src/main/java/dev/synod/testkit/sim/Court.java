package dev.synod.testkit.sim;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.StateMachine;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.MemberId;
import dev.synod.shell.Payloads;
import dev.synod.testkit.audit.Audit;
import dev.synod.testkit.audit.DoorAudit;
import dev.synod.testkit.audit.SoundMachine;
import dev.synod.testkit.audit.WatchedMachine;
import dev.synod.testkit.law.AppliedInOrder;
import dev.synod.testkit.law.AppliedOnce;
import dev.synod.testkit.law.CalmBallots;
import dev.synod.testkit.law.Law;
import dev.synod.testkit.law.LostDiskIsSilent;
import dev.synod.testkit.law.OneChosenValue;
import dev.synod.testkit.law.OneLeaderPerBallot;
import dev.synod.testkit.law.Onlooker;
import dev.synod.testkit.law.OnlyChosenIsApplied;
import dev.synod.testkit.law.OnlyCoveredIsDropped;
import dev.synod.testkit.law.OnlySubmittedIsApplied;
import dev.synod.testkit.law.PromiseKept;
import dev.synod.testkit.law.ReadsKeepTheirPromise;
import dev.synod.testkit.law.RememberedBeforeSaid;
import dev.synod.testkit.law.SameStateHash;
import dev.synod.testkit.probe.Probes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All laws over one run; a breach ends it. */
final class Court {
  /** Rounds of ballots that may be used up in a second: time-outs are at least 150 ms. */
  private static final long ROUNDS_PER_SECOND = 10;

  private static final int STEPS = 20_000_000;

  private final boolean judges;
  private final long seed;
  private final Story story;
  private final OnlySubmittedIsApplied submitted;
  private final ReadsKeepTheirPromise reads;
  private final Probes probes;
  private final SoundMachine machine = new SoundMachine();
  private final List<Law> laws;
  private final Census census;

  private Court(
      boolean judges,
      long seed,
      List<String> founders,
      Story story,
      BatchCodec codec,
      Payloads payloads) {
    this.judges = judges;
    this.seed = seed;
    this.story = story;
    this.submitted = new OnlySubmittedIsApplied(codec);
    this.reads = new ReadsKeepTheirPromise(story::nanos);
    this.probes = new Probes(codec, founders.stream().map(MemberId::new).toList());
    OneChosenValue disks = new OneChosenValue(founders.size());
    this.census = new Census(disks, founders);
    this.laws =
        List.of(
            disks,
            new OnlyChosenIsApplied(disks),
            new AppliedInOrder(),
            new AppliedOnce(
                disks, codec, payload -> payloads.write(payloads.read(payload, Object.class))),
            new RememberedBeforeSaid(),
            new OnlyCoveredIsDropped(disks),
            new PromiseKept(),
            new LostDiskIsSilent(disks),
            new OneLeaderPerBallot(),
            new SameStateHash(),
            new CalmBallots(() -> story.nanos() / 1_000_000_000, ROUNDS_PER_SECOND),
            submitted,
            reads,
            machine);
  }

  static Court over(ClusterPlan<?> plan, Story story, BatchCodec codec, Payloads payloads) {
    return new Court(plan.judged, plan.seed, plan.founders(), story, codec, payloads);
  }

  /** The laws, and who counts what occurs; nobody, if nothing is judged. */
  List<Onlooker> onlookers() {
    if (!judges) {
      return List.of();
    }
    List<Onlooker> all = new ArrayList<>(laws);
    all.add(probes);
    all.add(census);
    return all;
  }

  Census census() {
    return census;
  }

  Probes probes() {
    return probes;
  }

  /** The member's machine, which is judged whenever it does something. */
  <S> StateMachine<S> watched(ClusterPlan<S> plan, String member, Payloads payloads) {
    StateMachine<S> own = plan.machines.apply(member);
    if (!judges) {
      return own;
    }
    return new WatchedMachine<>(
        own,
        plan.inspection,
        payloads,
        31 * seed + member.hashCode(),
        new SimWatcher<>(new MemberId(member), own::snapshotOf, payloads, machine, onlookers()));
  }

  /** The member's door, at which is heard what is asked and how it ends. */
  ConsensusGroup watched(String member, ConsensusGroup door, Payloads payloads, DoorAudit audit) {
    return judges ? new WatchedDoor(member, door, payloads, submitted, reads, probes, audit) : door;
  }

  DoorAudit doorAudit(Set<Audit> audits, Payloads payloads) {
    return new DoorAudit(audits, payloads, seed, machine);
  }

  /** Ends the run if a law is broken. */
  void judge(long steps) {
    if (!judges) {
      return;
    }
    for (Law law : laws) {
      if (!law.holds()) {
        throw failure(law.broken().orElseThrow());
      }
    }
    if (steps > STEPS) {
      throw failure("more than " + STEPS + " steps: the members keep each other busy");
    }
  }

  /** A member's view, as it was asked for. */
  void reported(GroupStatus status) {
    if (judges && status.epoch() > 0) {
      laws.forEach(law -> law.reported(status));
    }
  }

  /** The run has gone wrong. */
  Failure failure(String what) {
    return Failure.of(seed, what, story);
  }

  /** The run has ended in this. */
  Failure failure(Throwable thrown) {
    return Failure.of(seed, thrown, story);
  }
}
