package dev.synod.node;

import dev.synod.client.Gateway;
import dev.synod.membership.Founder;
import dev.synod.notary.Notary;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Role;
import dev.synod.replica.ReplicaDoor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One node's part in one group: founds it, then runs the five roles. If one of them stops, by a
 * failed journal or a broken rule, all stop, for good (rule D3): half a member is none.
 *
 * @param <S> the user's state
 */
public final class GroupMember<S> extends AbstractBehavior<GroupMember.Command> {
  private static final Duration READINESS_POLL = Duration.ofMillis(50);

  /** Polls between two introductions to members that may be of another cluster: 1 s. */
  private static final int LOOKS_PER_INTRODUCTION = 20;

  /** Refusals are the end only if the other members have not made this one ready by then: 10 s. */
  private static final int LOOKS_UNTIL_REFUSED = 200;

  private final TimerScheduler<Command> timers;
  private final Part<S> part;
  private final Courier courier;
  private final ActorRef<Mail> founder;
  private Optional<Roles<S>> roles = Optional.empty();
  private Optional<ReplicaDoor> door = Optional.empty();
  private Optional<ActorRef<Gateway.Command>> gateway = Optional.empty();
  private final Map<MemberId, String> refusals = new TreeMap<>();

  /** Why it is outside is no more than that its group looks for it at another address. */
  private boolean elsewhere;

  private boolean hopeless;
  private List<Runnable> introductions = List.of();
  private int looks;

  /** What a member's supervisor hears. */
  public sealed interface Command {}

  private record Decided(Founder.Verdict verdict) implements Command {}

  private record Begun<S>(Founder.Founded founded, Restoration.Restored<S> restored)
      implements Command {}

  private record Entered(Entry entry) implements Command {}

  private record OlderCopy(Notary.Disowned disowned) implements Command {}

  private record NotBegun(String reason) implements Command {}

  private record Seen(Optional<String> leader) implements Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private GroupMember(ActorContext<Command> context, TimerScheduler<Command> timers, Part<S> part) {
    super(context);
    this.timers = timers;
    this.part = part;
    this.courier = part.habitat().courier();
    this.founder =
        spawn(
            Role.FOUNDER,
            part.habitat()
                .casting()
                .founder(
                    part.founding(),
                    part.settings().acceptor().journal(),
                    part.habitat().disk(),
                    this::postbox,
                    context.messageAdapter(Founder.Verdict.class, Decided::new)));
  }

  /** A member that begins with its founding. */
  public static <S> Behavior<Command> create(Part<S> part) {
    return Behaviors.withTimers(
        timers -> Behaviors.setup(context -> new GroupMember<>(context, timers, part)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Decided.class, this::onDecided)
        .onMessage(Begun.class, this::onBegun)
        .onMessage(NotBegun.class, this::onNotBegun)
        .onMessage(Entered.class, this::onEntered)
        .onMessage(OlderCopy.class, copy -> refuse(copy.disowned().line()))
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .onMessage(Seen.class, this::onSeen)
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, stopped -> onStop())
        .build();
  }

  private Behavior<Command> onDecided(Decided decided) {
    if (decided.verdict() instanceof Founder.Founded founded) {
      restore(founded);
    } else if (decided.verdict() instanceof Founder.Outsider outsider) {
      getContext().getLog().warn("{}: {}", part.group(), outsider.line());
      part.lifeline().outside().set(outsider.line());
    } else if (decided.verdict() instanceof Founder.Displaced displaced) {
      onDisplaced(displaced);
    } else if (decided.verdict() instanceof Founder.Met met) {
      courier.meet(met.peer());
    } else if (decided.verdict() instanceof Founder.Disputed disputed) {
      onDisputed(disputed);
    } else if (decided.verdict() instanceof Founder.Failed failed) {
      return refuse(failed.line());
    }
    return this;
  }

  /** Where all lists name the new address it is found, though the configuration has the old one. */
  private void onDisplaced(Founder.Displaced displaced) {
    if (!part.lifeline().ready().isDone()) {
      elsewhere = true;
      part.lifeline().outside().set(displaced.line());
    }
  }

  /** A stranger at one address is no reason to end: those that are left may be a quorum. */
  private void onDisputed(Founder.Disputed disputed) {
    if (refusals.put(disputed.by(), disputed.line()) == null) {
      getContext().getLog().warn("{}: {}", part.group(), disputed.line());
    }
    int voters = part.place().members().size();
    hopeless = voters - refusals.size() <= voters / 2;
  }

  /** No role begins before it is known that the replica can. */
  private void restore(Founder.Founded founded) {
    getContext()
        .pipeToSelf(
            new Restoration<>(part, founded.founding()).begin(getContext().getSystem()),
            (restored, failure) ->
                failure == null
                    ? new Begun<>(founded, restored)
                    : new NotBegun(String.valueOf(rootOf(failure).getMessage())));
  }

  private Behavior<Command> onNotBegun(NotBegun failed) {
    return end(
        "group %s: member %s can't begin: %s"
            .formatted(part.group(), part.self(), failed.reason()));
  }

  private Behavior<Command> onBegun(Begun<?> begun) {
    Founder.Founded founded = begun.founded();
    Configuration told = begun.restored().state().configuration();
    Configuration current = told.epoch() > founded.current().epoch() ? told : founded.current();
    courier.route(current);
    Roles<S> cast = new Roles<>(part, founded, current, founder, this::spawn);
    roles = Optional.of(cast);
    ReplicaDoor opened =
        new ReplicaDoor(
            part.group(),
            cast.begin(
                begun.restored(),
                getContext().messageAdapter(Entry.class, Entered::new),
                getContext().messageAdapter(Notary.Disowned.class, OlderCopy::new)),
            part.habitat().meters().calls(),
            part.settings().client().outstanding());
    door = Optional.of(opened);
    part.lifeline().registrar().complete(cast.registrar());
    part.lifeline().door().complete(opened);
    if (!cast.witness()) {
      // Clients of other nodes find members by their gateways: a witness could only refuse them.
      gateway = Optional.of(getContext().spawn(gateway(), "gateway"));
    }
    introductions = introductions(cast);
    timers.startTimerWithFixedDelay(Look.INSTANCE, READINESS_POLL);
    begin(cast);
    return this;
  }

  private Behavior<Gateway.Command> gateway() {
    return Gateway.create(
        part.place().name(),
        part.place().member(),
        new MemberDoor(part.place(), part.lifeline()),
        part.settings().proposer().batchBytes());
  }

  private Behavior<Command> onEntered(Entered entered) {
    Optional<String> misfit = roles.flatMap(cast -> cast.misfit(entered.entry().configuration()));
    if (misfit.isPresent()) {
      return end(misfit.get());
    }
    roles.filter(cast -> cast.enter(entered.entry())).ifPresent(this::begin);
    return this;
  }

  /** An epoch; a member that has left serves nobody, for what it knows grows old. */
  private void begin(Roles<S> cast) {
    Configuration configuration = cast.configuration();
    getContext()
        .getLog()
        .info(
            "{}: {} in epoch {}: {}, quorums of {} and {}",
            part.group(),
            part.self(),
            configuration.epoch(),
            configuration.members().stream()
                .map(m -> m.id() + "@" + m.address() + " " + m.kind())
                .toList(),
            configuration.quorums().election(),
            configuration.quorums().accept());
    Optional<String> outside = cast.belong() ? Optional.empty() : Optional.of(left(configuration));
    part.lifeline().outside().set(outside.orElse(null));
    part.lifeline().left().set(outside.orElse(null));
    gateway.ifPresent(ref -> ref.tell(cast.belong() ? Gateway.Sign.UP : Gateway.Sign.DOWN));
    elsewhere = false;
    outside.ifPresent(line -> getContext().getLog().warn("{}: {}", part.group(), line));
  }

  private String left(Configuration configuration) {
    return "this disk of %s is no member of epoch %d; once the change is answered, or the log of that"
            .formatted(part.self(), configuration.epoch())
        + " epoch's leader says that it is settled, this node may be stopped and its directory"
        + " removed";
  }

  private List<Runnable> introductions(Roles<S> cast) {
    MemberPostbox voice = cast.voice();
    return cast.configuration().member(part.self()).stream()
        .<Runnable>flatMap(
            self -> {
              FounderMessage introduce = new FounderMessage.Introduce(self, part.place().roster());
              return cast.configuration().others(part.self()).stream()
                  .map(member -> () -> voice.send(member, introduce));
            })
        .toList();
  }

  private ActorRef<Mail> spawn(Role role, Behavior<Mail> behavior) {
    ActorRef<Mail> ref = getContext().spawn(placed(role, behavior), role.path());
    getContext().watch(ref);
    courier.own(role, ref);
    return ref;
  }

  /**
   * It stands in its place before it says a word: the answer may be quicker than its spawner, who
   * says so as well, for those that are spawned next.
   */
  private Behavior<Mail> placed(Role role, Behavior<Mail> behavior) {
    return Behaviors.setup(
        context -> {
          courier.own(role, context.getSelf());
          return behavior;
        });
  }

  /** How this member speaks before it knows its group. */
  private MemberPostbox postbox(Incarnation incarnation) {
    return new MemberPostbox(courier, part.group(), "", 0, part.self(), incarnation);
  }

  /** Not ready yet: perhaps the members at these addresses are of another cluster (rule M4). */
  private Behavior<Command> onLook() {
    if (looks % LOOKS_PER_INTRODUCTION == 0) {
      introductions.forEach(Runnable::run);
    }
    looks++;
    if (hopeless && looks > LOOKS_UNTIL_REFUSED) {
      return refuse(String.join("; ", refusals.values()));
    }
    door.ifPresent(
        opened ->
            getContext()
                .pipeToSelf(
                    opened.leader(),
                    (leader, failure) -> new Seen(leader == null ? Optional.empty() : leader)));
    return this;
  }

  private Behavior<Command> onSeen(Seen seen) {
    boolean outside = part.lifeline().whyOutside().isPresent() && !elsewhere;
    if (seen.leader().isPresent() && !outside) {
      timers.cancel(Look.INSTANCE);
      part.lifeline().outside().set(null);
      part.lifeline().ready().complete(null);
    }
    return this;
  }

  private Behavior<Command> onTerminated(Terminated role) {
    return end(
        "group %s: the %s of member %s has stopped (%s); this member takes no further part until"
                .formatted(part.group(), role.getRef().path().name(), part.self(), reason(role))
            + " its node is started again");
  }

  private static String reason(Terminated role) {
    return role instanceof ChildFailed failed
        ? rootOf(failed.cause()).toString()
        : "the log says why";
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private Behavior<Command> refuse(String line) {
    getContext().getLog().error(line);
    part.lifeline().refuse(line);
    return Behaviors.stopped();
  }

  private Behavior<Command> end(String line) {
    getContext().getLog().error(line);
    part.lifeline().end(line);
    return Behaviors.stopped();
  }

  private Behavior<Command> onStop() {
    door.ifPresent(ReplicaDoor::close);
    part.lifeline().end("group " + part.group() + ": this node is stopping");
    return this;
  }
}
