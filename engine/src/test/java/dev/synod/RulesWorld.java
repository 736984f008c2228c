package dev.synod;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Role;
import dev.synod.quorum.Quorum;
import dev.synod.settings.SynodSettings.ElectorSettings;
import dev.synod.settings.SynodSettings.LearnerSettings;
import dev.synod.settings.SynodSettings.ProposerSettings;
import dev.synod.settings.SynodSettings.Thrashing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Members' rules without Pekko under one seeded scheduler: mailboxes keep their order, the network
 * keeps nothing. Time is virtual, in milliseconds.
 */
final class RulesWorld {
  final Configuration configuration;
  final ProposerSettings proposer;
  final LearnerSettings learner;
  final ElectorSettings elector;
  final int pageBytes;

  /** Requests that wait for a write; more are dropped (rule A5), which leaves holes in journals. */
  final int pile;

  final Random chance;
  final WorldLaws laws;
  final List<WorldMember> members = new ArrayList<>();
  final List<Long> commands = new ArrayList<>();
  long now;
  long catchUps;
  long installed;
  private final TreeMap<Long, Runnable> agenda = new TreeMap<>();
  private final Map<String, Long> busyUntil = new TreeMap<>();
  private final Set<String> cut = new HashSet<>();
  private long sequence;
  private boolean rough = true;

  RulesWorld(long seed, int size) {
    chance = new Random(seed);
    configuration = Cast.members(size);
    Duration resend = Duration.ofMillis(20 + chance.nextInt(60));
    int window = 1 + chance.nextInt(4);
    proposer =
        new ProposerSettings(
            window, 300, 4000, resend, Duration.ofMillis(400), Duration.ofHours(1));
    learner =
        new LearnerSettings(
            resend,
            Duration.ofMillis(10L * chance.nextInt(2)),
            window + chance.nextInt(8),
            16,
            chance.nextInt(20),
            chance.nextInt(400));
    elector =
        new ElectorSettings(
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            4,
            8,
            0,
            new Thrashing(5, Duration.ofSeconds(60)));
    pageBytes = 300 + chance.nextInt(900);
    pile = 4 + chance.nextInt(28);
    laws = new WorldLaws(Quorum.accept(configuration));
    configuration.ids().forEach(id -> members.add(new WorldMember(this, id)));
  }

  /** Faults for a while, with commands all along. */
  void rough(long untilMillis) {
    members.forEach(WorldMember::start);
    every(10, () -> members.stream().filter(m -> m.alive).forEach(WorldMember::tick));
    every(50, this::demand);
    every(30, this::strike);
    runUntil(untilMillis);
  }

  /** No more faults: everybody is up, nothing is lost. */
  void heal() {
    rough = false;
    cut.clear();
    members.stream().filter(m -> !m.alive).forEach(WorldMember::start);
  }

  /** Runs on to this time. */
  void runUntil(long end) {
    while (!agenda.isEmpty() && agenda.firstKey() >> 20 <= end) {
      Map.Entry<Long, Runnable> next = agenda.pollFirstEntry();
      now = next.getKey() >> 20;
      next.getValue().run();
    }
    now = end;
  }

  /** Runs on until every member has been given every command, or it took too long. */
  boolean runUntilDone(long end) {
    while (!done() && now < end) {
      runUntil(now + 100);
    }
    return done();
  }

  /** Whether every member has been given every command. */
  private boolean done() {
    return members.stream().allMatch(member -> member.seen.containsAll(commands));
  }

  private void at(long time, Runnable action) {
    agenda.put((time << 20) | (sequence++ & 0xFFFFF), action);
  }

  private void every(long period, Runnable action) {
    at(
        now + period,
        () -> {
          action.run();
          every(period, action);
        });
  }

  /** Later in the same run of a process, or never. */
  void later(long delay, WorldMember member, Runnable action) {
    int run = member.run;
    at(
        now + delay,
        () -> {
          if (member.alive && member.run == run) {
            action.run();
          }
        });
  }

  /** Into a mailbox, which is worked off in order. */
  void mail(WorldMember member, Role role, Runnable action) {
    String box = member.id + "/" + role;
    long due = Math.max(now + (chance.nextInt(8) == 0 ? 1 : 0), busyUntil.getOrDefault(box, 0L));
    if (rough && chance.nextInt(500) == 0) {
      due += chance.nextInt(60);
    }
    busyUntil.put(box, due);
    later(due - now, member, action);
  }

  WorldMember member(MemberId id) {
    return members.stream().filter(m -> m.id.equals(id)).findFirst().orElseThrow();
  }

  boolean linked(WorldMember from, WorldMember to) {
    return !cut.contains(from.id + ">" + to.id);
  }

  void send(WorldMember from, MemberId to, PaxosMessage message) {
    WorldMember target = member(to);
    if (target == from) {
      target.receive(from.id, message);
      return;
    }
    if (message instanceof AcceptorMessage.CatchUp) {
      catchUps++;
    }
    if (rough && (cut.contains(from.id + ">" + to) || chance.nextInt(20) == 0)) {
      return;
    }
    int copies = rough && chance.nextInt(15) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long delay = 1L + chance.nextInt(5);
      if (rough && chance.nextInt(12) == 0) {
        delay += chance.nextInt(chance.nextInt(4) == 0 ? 600 : 100);
      }
      at(
          now + delay,
          () -> {
            if (target.alive) {
              target.receive(from.id, message);
            }
          });
    }
  }

  private void demand() {
    if (commands.size() < 60 && rough) {
      commands.add((long) commands.size() + 1);
    }
    members.stream().filter(m -> m.alive).forEach(m -> m.demand(commands));
  }

  /** A crash, a return, a cut link, a mended one. */
  private void strike() {
    if (!rough) {
      return;
    }
    WorldMember one = members.get(chance.nextInt(members.size()));
    WorldMember other = members.get(chance.nextInt(members.size()));
    int kind = chance.nextInt(20);
    if (kind == 0 && one.alive) {
      one.crash();
    } else if (kind <= 3 && !one.alive) {
      one.start();
    } else if (kind <= 6) {
      cut.add(one.id + ">" + other.id);
    } else if (kind == 7) {
      for (WorldMember each : members) {
        cut.add(one.id + ">" + each.id);
        cut.add(each.id + ">" + one.id);
      }
    } else if (kind <= 10) {
      cut.clear();
    }
  }

  long diskDelay() {
    return rough && chance.nextInt(30) == 0 ? chance.nextInt(150) : 1L + chance.nextInt(3);
  }

  long slowness() {
    return rough ? chance.nextInt(chance.nextInt(10) == 0 ? 400 : 10) : 1;
  }
}
