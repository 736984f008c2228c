package dev.synod.testkit.sim;

import dev.synod.protocol.Envelope;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Role;
import dev.synod.shell.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The network between the members: every envelope takes its own time, so that none comes surely
 * before another; some are lost, some come twice, and some that were delivered come once more much
 * later. A cut link loses what is sent over it and what is under way. One in eight arrives as what
 * its bytes are read as, all others as they were sent: members must not notice which.
 */
final class SimNetwork {
  private static final int ATTIC = 64;
  private static final int READ_FROM_BYTES = 8;

  private record Old(MemberId to, Envelope envelope) {}

  private final Schedule schedule;
  private final RandomGenerator dice;
  private final Story story;
  private final Payloads payloads;
  private final Map<MemberId, Map<Role, ActorRef<Mail>>> homes = new TreeMap<>();
  private final List<BiPredicate<MemberId, MemberId>> cuts = new ArrayList<>();
  private Optional<MemberId> leader = Optional.empty();
  private final Map<String, Double> shares = new TreeMap<>();
  private final List<Old> attic = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();
  private Weather weather = Weather.CALM;
  private long came;

  SimNetwork(Schedule schedule, RandomGenerator dice, Story story, Payloads payloads) {
    this.schedule = schedule;
    this.dice = dice;
    this.story = story;
    this.payloads = payloads;
  }

  void weather(Weather next) {
    weather = next;
  }

  /** A member's role lives here now. */
  void home(MemberId member, Role role, ActorRef<Mail> ref) {
    homes.computeIfAbsent(member, id -> new TreeMap<>()).put(role, ref);
  }

  /** A member has taken the lead. */
  void led(MemberId member) {
    leader = Optional.of(member);
  }

  /** Who has taken the lead last. */
  Optional<MemberId> leader() {
    return leader;
  }

  /** Nobody of this member is at home any more. */
  void leave(MemberId member) {
    homes.remove(member);
  }

  Optional<ActorRef<Mail>> at(MemberId member, Role role) {
    return Optional.ofNullable(homes.get(member)).map(roles -> roles.get(role));
  }

  /** Links of which this is true are cut, until all are healed. */
  void cut(BiPredicate<MemberId, MemberId> links) {
    cuts.add(links);
  }

  /** This share of what is sent over a link is lost, until all are healed. */
  void lossy(MemberId from, MemberId to, double share) {
    shares.put(from + ">" + to, share);
  }

  void heal() {
    cuts.clear();
    shares.clear();
  }

  /** Mail of this kind waits on these links until it is released or dropped. */
  Hold hold(Predicate<PaxosMessage> kind, MemberId from, List<MemberId> to) {
    Hold hold =
        new Hold(from, to, kind, (home, envelope) -> schedule(from, home, envelope, 0, true));
    holds.add(hold);
    return hold;
  }

  void send(MemberId from, MemberId to, Envelope envelope) {
    if (holds.stream().anyMatch(hold -> hold.keeps(from, to, envelope))) {
      story.tell(from + ">" + to, "held", envelope);
      return;
    }
    double share = shares.getOrDefault(from + ">" + to, 0.0);
    if (cut(from, to) || dice.nextDouble() < Math.max(share, weather.loss())) {
      story.tell(from + ">" + to, "lost", envelope);
      return;
    }
    story.tell(from + ">" + to, "sent", envelope);
    schedule(from, to, envelope, delay(), false);
    if (dice.nextDouble() < weather.twice()) {
      schedule(from, to, envelope, delay() * 4, false);
    }
    if (dice.nextInt(16) == 0) {
      keep(new Old(to, envelope));
    }
  }

  /** An envelope of long ago arrives once more; false if there is none. */
  boolean replayOld() {
    if (attic.isEmpty()) {
      return false;
    }
    Old old = attic.get(dice.nextInt(attic.size()));
    schedule(old.envelope().from(), old.to(), old.envelope(), 0, false);
    return true;
  }

  private void keep(Old old) {
    if (attic.size() < ATTIC) {
      attic.add(old);
    } else {
      attic.set(dice.nextInt(ATTIC), old);
    }
  }

  private void schedule(
      MemberId from, MemberId to, Envelope envelope, long delay, boolean throughCuts) {
    var unused =
        schedule.after(
            delay,
            () -> {
              Optional<ActorRef<Mail>> home = at(to, envelope.message().role());
              if (home.isEmpty() || (!throughCuts && cut(from, to))) {
                story.tellMore(from + ">" + to, "lost", envelope);
              } else {
                story.tellMore(from + ">" + to, "came", envelope);
                home.get().tell(asItComes(envelope));
              }
            });
  }

  private Envelope asItComes(Envelope sent) {
    return ++came % READ_FROM_BYTES == 0
        ? payloads.read(payloads.write(sent), Envelope.class)
        : sent;
  }

  private boolean cut(MemberId from, MemberId to) {
    return cuts.stream().anyMatch(links -> links.test(from, to));
  }

  private long delay() {
    long random = (long) (-StrictMath.log(1 - dice.nextDouble()) * weather.delayNanos());
    long late = dice.nextDouble() < weather.late() ? dice.nextInt(50) * weather.delayNanos() : 0;
    return weather.floorNanos() + random + late;
  }
}
