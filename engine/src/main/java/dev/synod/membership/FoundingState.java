package dev.synod.membership;

import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one member takes part in the founding of epoch 1, and answers for it afterwards.
 *
 * <p>The member with the lowest id gathers who everyone is, has every member store the same record,
 * and calls the group founded when all have. Two foundings never differ: a record holds only when
 * each disk in it has stored it, and a disk stores one record, ever (rule D1). So a first start
 * needs every founding member once, and a disk that stands in no record never votes. Every rule
 * here may be repeated by lost, doubled or late messages and by restarts at any event.
 *
 * @param terms this node's; those of the member with the lowest id become the group's
 * @param memory what is durable; all else is forgotten by a restart
 * @param entered the configuration that this member is in, once its other roles have said so
 * @param end why this member takes no further part, if so; never {@link Founder.Founded}
 */
public record FoundingState(
    FoundingTerms terms,
    Roster roster,
    FounderMemory memory,
    Encounters met,
    Complaints complaints,
    Optional<Configuration> entered,
    Optional<Founder.Verdict> end) {

  /**
   * A member with a new directory.
   *
   * @param roster entries {@code id@host:port}; one of them is this member's
   * @throws IllegalArgumentException with one line that names what is wrong with the roster
   */
  public static FoundingState create(
      GroupName group, MemberId self, List<String> roster, FoundingTerms terms) {
    Roster members = Roster.of(roster);
    if (members.address(self).isEmpty()) {
      throw new IllegalArgumentException(
          "member '" + self + "' is not in the member list " + members.entries());
    }
    return new FoundingState(
        terms,
        members,
        FounderMemory.empty(group, self),
        Encounters.none(),
        Complaints.none(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same member as its journal has it, which may lead it on from where it had ended. */
  FoundingState recovered(FounderMemory recovered) {
    return new FoundingState(terms, roster, recovered, met, complaints, entered, Optional.empty());
  }

  /** The same member in another epoch. */
  FoundingState entering(Configuration current) {
    return new FoundingState(terms, roster, memory, met, complaints, Optional.of(current), end);
  }

  /** Where the founding has led this member, once it has. */
  Optional<Founder.Verdict> verdict() {
    return standing().map(Standing::verdict).or(() -> end);
  }

  /** Where a member of a group that exists has its place. */
  Optional<Standing> standing() {
    return memory.founded().map(this::standing);
  }

  private Standing standing(Configuration founding) {
    return new Standing(
        self(),
        memory.incarnation().orElseThrow(),
        roster,
        founding,
        entered.or(memory::first).orElseThrow());
  }

  /**
   * Whether this member makes itself known though nothing is to be founded: its disk has no part in
   * the group, or is found elsewhere than the group looks for it.
   */
  boolean seeks() {
    boolean placed = entered.isPresent() && memory.founded().isPresent();
    return placed
        ? standing().filter(Standing::displaced).isPresent()
        : verdict().filter(Founder.Outsider.class::isInstance).isPresent();
  }

  /** What the founding waits for, as one line; empty if for nothing. */
  Optional<String> waiting() {
    if (verdict().isPresent()) {
      return Optional.empty();
    }
    String what =
        memory.stored().isPresent() && gathers()
            ? "until all of " + met.notHolding(others()) + " have stored the founding record"
            : missing().isEmpty()
                ? "for " + roster.lowest() + ", the lowest id, to found the group"
                : "for the first start of " + roster.entries(missing());
    return Optional.of("group %s: %s waits %s".formatted(memory.group(), self(), what));
  }

  /** The first start of all: this directory becomes a member's disk. */
  Turn format(Incarnation fresh) {
    return remember(new Formatted(memory.group(), self(), fresh)).then(FoundingState::tick);
  }

  /** Time to say again what was not answered. */
  Turn tick() {
    if (seeks()) {
      return Turn.stay(this).saying(Effect.toAll(heardOf(), introduction()));
    }
    if (idle()) {
      return Turn.stay(this);
    }
    Turn introduction = Turn.stay(this).saying(toOthers(introduction()));
    return introduction.then(FoundingState::repeatStore).then(FoundingState::advance);
  }

  private Introduce introduction() {
    return new Introduce(me(), roster.entries());
  }

  private List<MemberId> heardOf() {
    return Stream.of(
            roster.others(self()),
            List.copyOf(met.told()),
            entered.map(Configuration::ids).orElse(List.of()))
        .flatMap(List::stream)
        .filter(id -> !id.equals(self()))
        .distinct()
        .sorted()
        .toList();
  }

  /** What a mail means. A new directory that is not yet formatted hears nothing. */
  Turn receive(Envelope envelope) {
    if (!concerns(envelope) || !(envelope.message() instanceof FounderMessage message)) {
      return Turn.stay(this);
    }
    if (strange(envelope)) {
      String line = lines().otherCluster(envelope.from(), envelope.cluster(), cluster().orElse(""));
      // A refusal is never answered, or two members would refuse each other for ever.
      return message instanceof Refused ? complain(envelope.from(), line) : refuse(envelope, line);
    }
    return message.fold(envelope.from(), reading(envelope));
  }

  private FounderMessage.Cases<Turn> reading(Envelope envelope) {
    if (standing().isPresent()) {
      Standing standing = standing().get();
      return new Belonging(this, envelope, standing.founding(), standing.current());
    }
    return seeks() ? new Outside(this) : new Gathering(this, envelope);
  }

  private boolean concerns(Envelope envelope) {
    return memory.incarnation().isPresent()
        && envelope.group().equals(memory.group())
        && !envelope.from().equals(self());
  }

  /**
   * Where a mail has it that others are whom no configuration of this member names: disks without a
   * part in the group, and, to such a disk, those that founded it.
   */
  List<MemberRecord> directions(Envelope envelope) {
    if (!concerns(envelope) || strange(envelope)) {
      return List.of();
    }
    Optional<Standing> standing = standing();
    if (envelope.message() instanceof Introduce introduce) {
      MemberRecord peer = introduce.self();
      return standing.filter(it -> it.current().member(peer.id()).isEmpty()).isPresent()
          ? List.of(peer)
          : List.of();
    }
    return standing.isEmpty()
            && envelope.message() instanceof Founded founded
            && !founded.founding().knows(self(), me().incarnation())
        ? founded.founding().members().stream().filter(it -> !it.id().equals(self())).toList()
        : List.of();
  }

  /** Why a member will not have this founded one; empty if this is no such mail. */
  Optional<String> disputed(Envelope envelope) {
    return memory.founded().isPresent()
            && concerns(envelope)
            && envelope.message() instanceof Refused refused
        ? Optional.of(lines().refused(envelope.from(), refused.reason()))
        : Optional.empty();
  }

  /** The lowest id's part: make the record when all were met, found when all have stored it. */
  Turn advance() {
    if (idle() || !gathers()) {
      return Turn.stay(this);
    }
    if (memory.stored().isEmpty()) {
      return missing().isEmpty()
          ? remember(new StoredFounding(record()))
              .then(FoundingState::repeatStore)
              .then(FoundingState::advance)
          : Turn.stay(this);
    }
    Configuration founding = memory.stored().get();
    return met.notHolding(others()).isEmpty()
        ? remember(new FoundedWith(founding)).saying(toOthers(new Founded(founding)))
        : Turn.stay(this);
  }

  private Turn repeatStore() {
    return memory
        .stored()
        .filter(founding -> gathers())
        .map(
            founding ->
                Turn.stay(this).saying(Effect.toAll(met.notHolding(others()), new Store(founding))))
        .orElseGet(() -> Turn.stay(this));
  }

  private Configuration record() {
    return Configuration.majority(
            1,
            terms.sessions(),
            Stream.concat(Stream.of(me()), met.introduced().values().stream())
                .map(member -> member.as(MemberKind.VOTER))
                .toList())
        .with(terms.leases());
  }

  /** Founded or given up, or not yet a disk: nothing to do. */
  boolean idle() {
    return memory.incarnation().isEmpty() || verdict().isPresent();
  }

  private boolean gathers() {
    return memory
        .stored()
        .map(record -> record.ids().get(0))
        .orElse(roster.lowest())
        .equals(self());
  }

  private boolean strange(Envelope envelope) {
    return cluster().filter(mine -> !mine.equals(envelope.cluster())).isPresent()
        && !envelope.cluster().isEmpty();
  }

  private Optional<String> cluster() {
    return memory.founded().map(Configuration::digest);
  }

  MemberId self() {
    return memory.member();
  }

  MemberRecord me() {
    return MemberRecord.voter(
        self(), roster.address(self()).orElseThrow(), memory.incarnation().orElseThrow());
  }

  private List<MemberId> others() {
    return memory
        .stored()
        .map(record -> record.ids().stream().filter(id -> !id.equals(self())).toList())
        .orElseGet(() -> roster.others(self()));
  }

  private List<MemberId> missing() {
    return met.notMet(roster.others(self()));
  }

  Lines lines() {
    return new Lines(self(), roster);
  }

  private List<Effect> toOthers(FounderMessage message) {
    return Effect.toAll(others(), message);
  }

  Turn refuse(Envelope envelope, String line) {
    return complain(envelope.from(), line)
        .saying(List.of(new Effect.Send(envelope.from(), new Refused(line))));
  }

  Turn complain(MemberId about, String line) {
    return complaints
        .with(about, line)
        .map(more -> new FoundingState(terms, roster, memory, met, more, entered, end))
        .map(next -> new Turn(next, List.of(), List.of(), List.of(line)))
        .orElseGet(() -> Turn.stay(this));
  }

  Turn remember(FounderEvent event) {
    return new Turn(recovered(memory.apply(event)), List.of(event), List.of(), List.of());
  }

  Turn end(Founder.Verdict verdict) {
    return Turn.stay(
        new FoundingState(terms, roster, memory, met, complaints, entered, Optional.of(verdict)));
  }

  FoundingState hearingOf(Configuration configuration) {
    return with(met.hearingOf(configuration));
  }

  FoundingState with(Encounters next) {
    return new FoundingState(terms, roster, memory, next, complaints, entered, end);
  }
}
