package dev.synod.node;

import dev.synod.acceptor.AcceptorFront;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.client.Gateway;
import dev.synod.elector.ElectorState;
import dev.synod.learner.LearnerState;
import dev.synod.membership.Admission;
import dev.synod.membership.Founder;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.LearnerNotice.SnapshotSaved;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Role;
import dev.synod.replica.Replica;
import dev.synod.replica.ReplicaDoor;
import dev.synod.replica.ReplicaState;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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
import org.jspecify.annotations.Nullable;

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
  private Optional<ReplicaDoor> door = Optional.empty();
  private final Map<MemberId, String> refusals = new TreeMap<>();
  private boolean hopeless;
  private List<Runnable> introductions = List.of();
  private int looks;

  /** What a member's supervisor hears. */
  public sealed interface Command {}

  private record Decided(Founder.Verdict verdict) implements Command {}

  private record Begun<S>(
      Configuration configuration, Incarnation incarnation, ReplicaState<S> state)
      implements Command {}

  private record NotBegun(String reason) implements Command {}

  private record Seen(Optional<MemberId> leader) implements Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private GroupMember(ActorContext<Command> context, TimerScheduler<Command> timers, Part<S> part) {
    super(context);
    this.timers = timers;
    this.part = part;
    this.courier = part.habitat().courier();
    ActorRef<Mail> founder =
        context.spawn(
            part.habitat()
                .casting()
                .founder(
                    part.founding(),
                    part.settings().acceptor().journal(),
                    part.habitat().disk(),
                    incarnation -> postbox("", 0, incarnation),
                    context.messageAdapter(Founder.Verdict.class, Decided::new)),
            Role.FOUNDER.path());
    context.watch(founder);
    courier.own(Role.FOUNDER, founder);
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
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .onMessage(Seen.class, this::onSeen)
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, stopped -> onStop())
        .build();
  }

  private Behavior<Command> onDecided(Decided decided) {
    if (decided.verdict() instanceof Founder.Founded founded) {
      restore(founded.founding(), founded.incarnation());
    } else if (decided.verdict() instanceof Founder.Outsider outsider) {
      getContext().getLog().error("{}: {}", part.group(), outsider.line());
    } else if (decided.verdict() instanceof Founder.Disputed disputed) {
      onDisputed(disputed);
    } else if (decided.verdict() instanceof Founder.Failed failed) {
      return refuse(failed.line());
    }
    return this;
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
  private void restore(Configuration configuration, Incarnation incarnation) {
    getContext()
        .pipeToSelf(
            new Restoration<>(part, configuration).begin(getContext().getSystem()),
            (state, failure) ->
                failure == null
                    ? new Begun<>(configuration, incarnation, state)
                    : new NotBegun(String.valueOf(rootOf(failure).getMessage())));
  }

  private Behavior<Command> onNotBegun(NotBegun failed) {
    return end(
        "group %s: member %s can't begin: %s"
            .formatted(part.group(), part.self(), failed.reason()));
  }

  private Behavior<Command> onBegun(Begun<?> begun) {
    Configuration configuration = begun.configuration();
    Incarnation incarnation = begun.incarnation();
    courier.route(configuration);
    ReplicaDoor opened =
        new ReplicaDoor(part.group(), spawnRoles(configuration, incarnation, begun.state()));
    door = Optional.of(opened);
    part.lifeline().door().complete(opened);
    getContext()
        .spawn(
            Gateway.create(part.place().name(), opened, part.settings().proposer().batchBytes()),
            "gateway");
    introductions = introductions(configuration, incarnation);
    timers.startTimerWithFixedDelay(Look.INSTANCE, READINESS_POLL);
    getContext()
        .getLog()
        .info(
            "{}: member {} of cluster {}, epoch {}: {}",
            part.group(),
            part.self(),
            configuration.digest(),
            configuration.epoch(),
            configuration.members().stream().map(m -> m.id() + "@" + m.address()).toList());
    return this;
  }

  private List<Runnable> introductions(Configuration configuration, Incarnation incarnation) {
    MemberPostbox voice = postbox(configuration.digest(), configuration.epoch(), incarnation);
    FounderMessage.Introduce introduce =
        new FounderMessage.Introduce(
            configuration.member(part.self()).orElseThrow(), part.place().roster());
    return configuration.ids().stream()
        .filter(member -> !member.equals(part.self()))
        .<Runnable>map(member -> () -> voice.send(member, introduce))
        .toList();
  }

  /** The acceptor comes last: what it has recovered must find the others in their places. */
  private ActorRef<Mail> spawnRoles(
      Configuration configuration, Incarnation incarnation, ReplicaState<?> begin) {
    SynodSettings settings = part.settings().agreeing(configuration.sessions());
    MemberId self = part.self();
    Casting casting = part.habitat().casting();
    Seats seats =
        new Seats(
            part,
            postbox(configuration.digest(), configuration.epoch(), incarnation),
            Admission.founded(part.group(), configuration));
    Seat apart = seats.of(Role.REPLICA);
    ActorRef<Mail> replica =
        spawn(
            Role.REPLICA,
            casting.replica(
                new Replica.Setup(
                    part.group(), self, configuration, settings, apart, part.codec(), once(begin)),
                part.machine()));
    spawn(
        Role.LEARNER,
        casting.learner(
            seats.of(Role.LEARNER),
            LearnerState.initial(
                self,
                configuration,
                settings.learner(),
                new SnapshotSaved(begin.appliedThrough(), begin.logTime())),
            settings.learner().resend()));
    spawn(
        Role.PROPOSER,
        casting.proposer(
            seats.of(Role.PROPOSER),
            ProposerState.initial(self, configuration, settings.proposer(), part.codec()),
            settings.proposer().resend().dividedBy(2)));
    spawn(
        Role.ELECTOR,
        casting.elector(
            seats.of(Role.ELECTOR),
            ElectorState.initial(self, configuration, settings.elector()),
            settings.elector().heartbeat().dividedBy(4)));
    spawn(
        Role.ACCEPTOR,
        casting.acceptor(
            new AcceptorFront.Setup(
                seats.of(Role.ACCEPTOR),
                part.group(),
                configuration.epoch(),
                incarnation,
                settings.acceptor(),
                AcceptorRules.SOUND)));
    return replica;
  }

  /** What is taken here is held by nobody else; the actors' props live as long as they do. */
  private static <T> Supplier<T> once(T object) {
    AtomicReference<@Nullable T> held = new AtomicReference<>(object);
    return () -> Objects.requireNonNull(held.getAndSet(null), "taken before");
  }

  /** The surroundings of each role, with dice of its own. */
  private record Seats(Part<?> part, MemberPostbox postbox, Admission admission) {
    Seat of(Role role) {
      return new Seat(
          part.self(),
          postbox,
          admission::admits,
          part.habitat().clock(),
          part.habitat().chance(role.path()));
    }
  }

  private ActorRef<Mail> spawn(Role role, Behavior<Mail> behavior) {
    ActorRef<Mail> ref = getContext().spawn(behavior, role.path());
    getContext().watch(ref);
    courier.own(role, ref);
    return ref;
  }

  private MemberPostbox postbox(String cluster, long epoch, Incarnation incarnation) {
    return new MemberPostbox(courier, part.group(), cluster, epoch, part.self(), incarnation);
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
    if (seen.leader().isPresent()) {
      timers.cancel(Look.INSTANCE);
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
