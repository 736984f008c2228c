package dev.synod.node;

import dev.synod.acceptor.AcceptorFront;
import dev.synod.acceptor.AcceptorRules;
import dev.synod.elector.ElectorState;
import dev.synod.learner.LearnerState;
import dev.synod.membership.Admission;
import dev.synod.membership.Founder;
import dev.synod.notary.Notary;
import dev.synod.proposer.ProposerState;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Entry;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.LearnerMessage.LaterEpoch;
import dev.synod.protocol.LearnerNotice.Overtaken;
import dev.synod.protocol.Mail;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.Role;
import dev.synod.replica.Bystander;
import dev.synod.replica.Replica;
import dev.synod.replica.ReplicaState;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Enter;
import dev.synod.shell.Seat;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.jspecify.annotations.Nullable;

/**
 * The actors that play a member's roles, from the epoch that they begin in to each that follows.
 *
 * @param <S> the user's state
 */
final class Roles<S> {
  private final Part<S> part;
  private final Founder.Founded founded;
  private final String cluster;
  private final ActorRef<Mail> founder;
  private final BiFunction<Role, Behavior<Mail>, ActorRef<Mail>> spawn;
  private final Map<Role, ActorRef<Mail>> actors = new EnumMap<>(Role.class);
  private final Map<Role, Seat> seats = new EnumMap<>(Role.class);
  private final Map<Role, LongSupplier> clocks = new EnumMap<>(Role.class);
  private final boolean witness;
  private Configuration configuration;

  /**
   * None is spawned yet.
   *
   * @param configuration of the epoch to begin in
   * @param founder is there already, and is led along
   * @param spawn starts an actor for a role and watches it
   */
  Roles(
      Part<S> part,
      Founder.Founded founded,
      Configuration configuration,
      ActorRef<Mail> founder,
      BiFunction<Role, Behavior<Mail>, ActorRef<Mail>> spawn) {
    this.part = part;
    this.founded = founded;
    this.cluster = founded.founding().digest();
    this.configuration = configuration;
    this.witness = isWitness(founded.current());
    this.founder = founder;
    this.spawn = spawn;
  }

  Configuration configuration() {
    return configuration;
  }

  /** Whether this member has a part in its epoch. */
  boolean belong() {
    return configuration.knows(part.self(), founded.incarnation());
  }

  /** Whether this disk is that of a witness, which has no state. */
  boolean witness() {
    return witness;
  }

  private boolean isWitness(Configuration epoch) {
    return epoch.has(part.self(), MemberKind.WITNESS);
  }

  /**
   * Why this disk can't take the part that this configuration gives it: a witness's has dropped
   * what a state would be made of, and what another's has kept would be taken for a state of its
   * own (rule W4).
   */
  Optional<String> misfit(Configuration next) {
    return next.knows(part.self(), founded.incarnation()) && isWitness(next) != witness
        ? Optional.of(
            "group %s: %s is %s in epoch %d, but its disk was %s; start its node with an empty directory, and replace it"
                .formatted(
                    part.group(),
                    part.self(),
                    witness ? "to have the state" : "a witness",
                    next.epoch(),
                    witness ? "a witness's, without it" : "that of a member with the state"))
        : Optional.empty();
  }

  /** How this member speaks in its epoch. */
  MemberPostbox voice() {
    return new MemberPostbox(
        part.habitat().courier(),
        part.group(),
        cluster,
        configuration.epoch(),
        part.self(),
        founded.incarnation());
  }

  /**
   * Starts them, the acceptor last: what it has recovered must find the others in their places.
   *
   * @param restored what the replica begins with
   * @param member told which epochs the acceptor enters
   * @param disowned told if the disk turns out to be an older copy
   * @return the replica
   */
  ActorRef<Mail> begin(
      Restoration.Restored<?> restored,
      ActorRef<Entry> member,
      ActorRef<Notary.Disowned> disowned) {
    ReplicaState<?> begin = restored.state();
    SynodSettings settings = part.settings().agreeing(configuration.sessions());
    Casting casting = part.habitat().casting();
    ActorRef<Mail> replica =
        start(
            Role.REPLICA,
            seat ->
                witness
                    ? Bystander.create(part.group(), seat, configuration)
                    : casting.replica(
                        new Replica.Setup(
                            part.group(),
                            part.self(),
                            cluster,
                            configuration,
                            settings,
                            seat,
                            part.codec(),
                            restored.kept(),
                            once(begin)),
                        part.machine()));
    start(
        Role.LEARNER,
        seat ->
            casting.learner(
                seat,
                LearnerState.initial(
                    part.self(),
                    configuration,
                    settings.learner(),
                    begin.asSaved(restored.bytes())),
                learnerTick(settings)));
    start(
        Role.PROPOSER,
        seat ->
            casting.proposer(
                seat,
                ProposerState.initial(
                    part.self(), configuration, settings.proposer(), part.codec()),
                half(settings.proposer().resend())));
    start(
        Role.ELECTOR,
        seat ->
            casting.elector(
                seat,
                ElectorState.initial(part.self(), configuration, settings.elector()),
                settings.elector().heartbeat().dividedBy(4)));
    start(Role.REGISTRAR, seat -> casting.registrar(seat, configuration, settings.membership()));
    beginWithDisk(settings, member, disowned);
    founder.tell(new Enter(new Entry(configuration, Optional.empty()), seat(Role.FOUNDER)));
    actors.put(Role.FOUNDER, founder);
    return replica;
  }

  /** What remembers votes, and before it what says whether it may. */
  private void beginWithDisk(
      SynodSettings settings, ActorRef<Entry> member, ActorRef<Notary.Disowned> disowned) {
    Casting casting = part.habitat().casting();
    start(
        Role.NOTARY,
        seat ->
            casting.notary(
                new Notary.Setup(
                    seat, part.group(), configuration, settings.acceptor().journal(), disowned)));
    start(
        Role.ACCEPTOR,
        seat ->
            casting.acceptor(
                new AcceptorFront.Setup(
                    seat,
                    part.group(),
                    configuration,
                    founded.incarnation(),
                    settings.acceptor(),
                    AcceptorRules.SOUND,
                    member)));
  }

  /** Who changes the members. */
  ActorRef<Mail> registrar() {
    return Objects.requireNonNull(actors.get(Role.REGISTRAR));
  }

  /** Often enough that the longest lease, and one a good deal shorter, is renewed in time. */
  private static Duration learnerTick(SynodSettings settings) {
    Duration lease = settings.membership().longestLease().dividedBy(8);
    return lease.compareTo(settings.learner().resend()) < 0 ? lease : settings.learner().resend();
  }

  private static Duration half(Duration whole) {
    return whole.dividedBy(2);
  }

  private ActorRef<Mail> start(Role role, Cast cast) {
    ActorRef<Mail> actor = spawn.apply(role, cast.as(seat(role)));
    actors.put(role, actor);
    return actor;
  }

  private Seat seat(Role role) {
    MemberPostbox postbox = voice();
    Seat seat =
        new Seat(
            part.self(),
            postbox,
            gate(postbox),
            part.habitat().clock(),
            part.habitat().chance(role.path()),
            part.habitat().meters());
    return watchful(role, seat);
  }

  /**
   * Who may hold a lease must notice that the machine has slept, from then on; and who knows how
   * old an answer is, always.
   */
  private Seat watchful(Role role, Seat seat) {
    boolean leased = role == Role.LEARNER && configuration.leases().on();
    boolean watches = leased || role == Role.REPLICA;
    Seat watching = watches ? seat.by(wakeful(role)) : seat;
    seats.put(role, watching);
    return watching;
  }

  private LongSupplier wakeful(Role role) {
    return clocks.computeIfAbsent(role, one -> part.habitat().wakeful().get());
  }

  /** How a role is played on a seat. */
  @FunctionalInterface
  private interface Cast {
    Behavior<Mail> as(Seat seat);
  }

  /** Leads all of them into a later epoch; any other is where they are or have been. */
  boolean enter(Entry entry) {
    if (entry.configuration().epoch() <= configuration.epoch()) {
      return false;
    }
    configuration = entry.configuration();
    part.habitat().courier().route(configuration);
    MemberPostbox postbox = voice();
    Predicate<Envelope> gate = gate(postbox);
    actors.forEach(
        (role, actor) -> {
          Seat before = Objects.requireNonNull(seats.get(role));
          actor.tell(new Enter(entry, watchful(role, before.in(postbox, gate))));
        });
    return true;
  }

  /**
   * Lets in what concerns this epoch. Who speaks in an earlier one is told that it is over; who
   * speaks in a later one knows more than this member (rule M4).
   */
  private Predicate<Envelope> gate(MemberPostbox postbox) {
    Admission admission = new Admission(part.group(), cluster, configuration);
    return envelope ->
        switch (admission.verdict(envelope)) {
          case ADMITTED -> true;
          case EARLIER -> {
            postbox.send(envelope.from(), new LaterEpoch());
            yield false;
          }
          case LATER -> {
            postbox.post(new Overtaken(envelope.from()));
            yield false;
          }
          case STRANGER -> false;
        };
  }

  /** What is taken here is held by nobody else; the actors' props live as long as they do. */
  private static <T> Supplier<T> once(T object) {
    AtomicReference<@Nullable T> held = new AtomicReference<>(object);
    return () -> Objects.requireNonNull(held.getAndSet(null), "taken before");
  }
}
