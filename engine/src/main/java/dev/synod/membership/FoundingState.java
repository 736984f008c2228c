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
import dev.synod.protocol.FounderMessage.Stored;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * How one member takes part in the founding of epoch 1, and answers for it afterwards.
 *
 * <p>The member with the lowest id gathers who everyone is, has every member store the same record,
 * and calls the group founded when all have. Two foundings never differ: a record holds only when
 * each disk in it has stored it, and a disk stores one record, ever (rule D1). So a first start
 * needs every founding member once, and a disk that stands in no record never votes. Every rule
 * here may be repeated by lost, doubled or late messages and by restarts at any event.
 *
 * @param limits this node's; those of the member with the lowest id become the group's
 * @param memory what is durable; all else is forgotten by a restart
 * @param introduced who was met, as it presented itself last
 * @param holders who is known to have stored the record, besides this member
 * @param complaints the last line logged per member, so that it is logged once; at most {@link
 *     #COMPLAINTS} members
 * @param end why this member takes no further part, if so; never {@link Founder.Founded}
 */
public record FoundingState(
    SessionLimits limits,
    Roster roster,
    FounderMemory memory,
    PSortedMap<MemberId, MemberRecord> introduced,
    PSortedSet<MemberId> holders,
    PSortedMap<MemberId, String> complaints,
    Optional<Founder.Verdict> end) {
  private static final int COMPLAINTS = 64;

  /**
   * A member with a new directory.
   *
   * @param roster entries {@code id@host:port}; one of them is this member's
   * @throws IllegalArgumentException with one line that names what is wrong with the roster
   */
  public static FoundingState create(
      GroupName group, MemberId self, List<String> roster, SessionLimits limits) {
    Roster members = Roster.of(roster);
    if (members.address(self).isEmpty()) {
      throw new IllegalArgumentException(
          "member '" + self + "' is not in the member list " + members.entries());
    }
    return new FoundingState(
        limits,
        members,
        FounderMemory.empty(group, self),
        TreePMap.empty(),
        TreePSet.empty(),
        TreePMap.empty(),
        Optional.empty());
  }

  /** The same member as its journal has it. */
  FoundingState recovered(FounderMemory recovered) {
    return new FoundingState(limits, roster, recovered, introduced, holders, complaints, end);
  }

  /** Where the founding has led this member, once it has. */
  Optional<Founder.Verdict> verdict() {
    return standing().map(Standing::verdict).or(() -> end);
  }

  /** Where a founded member has its place. */
  Optional<Standing> standing() {
    return memory
        .founded()
        .map(
            founding -> new Standing(self(), memory.incarnation().orElseThrow(), roster, founding));
  }

  /** What the founding waits for, as one line; empty if for nothing. */
  Optional<String> waiting() {
    if (verdict().isPresent()) {
      return Optional.empty();
    }
    String what =
        memory.stored().isPresent() && gathers()
            ? "until all of " + without(others(), holders) + " have stored the founding record"
            : missing().isEmpty()
                ? "for " + roster.lowest() + ", the lowest id, to found the group"
                : "for the first start of " + roster.entries(missing());
    return Optional.of("group %s: %s waits %s".formatted(memory.group(), self(), what));
  }

  /** The first start of all: this directory becomes a member's disk. */
  Turn format(Incarnation fresh) {
    return remember(new Formatted(memory.group(), self(), fresh)).then(FoundingState::tick);
  }

  /** Time to say again what was not answered, as long as the group is not founded. */
  Turn tick() {
    if (idle()) {
      return Turn.stay(this);
    }
    Turn introduction = Turn.stay(this).saying(toOthers(new Introduce(me(), roster.entries())));
    return introduction.then(FoundingState::repeatStore).then(FoundingState::advance);
  }

  /** What a mail means. A new directory that is not yet formatted hears nothing. */
  Turn receive(Envelope envelope) {
    boolean concerns =
        memory.incarnation().isPresent()
            && envelope.group().equals(memory.group())
            && !envelope.from().equals(self());
    if (!concerns || !(envelope.message() instanceof FounderMessage message)) {
      return Turn.stay(this);
    }
    if (strange(envelope)) {
      String line = lines().otherCluster(envelope.from(), envelope.cluster(), cluster().orElse(""));
      // A refusal is never answered, or two members would refuse each other for ever.
      return message instanceof Refused ? complain(envelope.from(), line) : refuse(envelope, line);
    }
    return message.fold(envelope.from(), new Reading(this, envelope));
  }

  /** Why a member will not have this founded one; empty if this is no such mail. */
  Optional<String> disputed(Envelope envelope) {
    boolean concerns =
        memory.founded().isPresent()
            && envelope.group().equals(memory.group())
            && !envelope.from().equals(self());
    return concerns && envelope.message() instanceof Refused refused
        ? Optional.of(lines().refused(envelope.from(), refused.reason()))
        : Optional.empty();
  }

  /** One method per message; each rule in the paper's order. */
  private record Reading(FoundingState state, Envelope envelope)
      implements FounderMessage.Cases<Turn> {
    @Override
    public Turn onIntroduce(MemberId from, Introduce introduce) {
      return state.met(envelope, introduce);
    }

    @Override
    public Turn onStore(MemberId from, Store store) {
      return state.asked(envelope, store.founding());
    }

    @Override
    public Turn onStored(MemberId from, Stored stored) {
      return state.acknowledged(envelope, stored.founding());
    }

    @Override
    public Turn onFounded(MemberId from, Founded founded) {
      return state.told(from, founded.founding());
    }

    @Override
    public Turn onRefused(MemberId from, Refused refused) {
      String line = state.lines().refused(from, refused.reason());
      if (state.end().isPresent()) {
        return Turn.stay(state);
      }
      return state.memory().founded().isPresent()
          ? state.complain(from, line)
          : state.end(new Founder.Failed(line));
    }
  }

  private Turn met(Envelope envelope, Introduce introduce) {
    MemberRecord peer = introduce.self();
    if (memory.founded().isPresent()) {
      return reply(envelope, new Founded(memory.founded().get()));
    }
    if (idle() || !peer.id().equals(envelope.from())) {
      return Turn.stay(this);
    }
    if (!introduce.roster().equals(roster.entries())) {
      String line = lines().listsDiffer(peer.id(), introduce.roster());
      // Of two that differ one stops, so that an operator sees it, and one waits for its repair.
      return self().compareTo(peer.id()) < 0
          ? refuse(envelope, line)
          : end(new Founder.Failed(line));
    }
    if (!roster.address(peer.id()).equals(Optional.of(peer.address()))) {
      return refuse(envelope, lines().elsewhere(peer));
    }
    return meeting(peer).advance();
  }

  private Turn asked(Envelope envelope, Configuration founding) {
    if (memory.stored().equals(Optional.of(founding))) {
      return reply(envelope, new Stored(founding));
    }
    if (memory.founded().isPresent()) {
      return reply(envelope, new Founded(memory.founded().get()));
    }
    if (memory.stored().isPresent()) {
      return refuse(
          envelope, lines().otherFounding(envelope.from(), founding, memory.stored().get()));
    }
    if (idle()) {
      return Turn.stay(this);
    }
    if (!isForMe(envelope, founding)) {
      return refuse(envelope, lines().notMine(envelope.from(), founding, me().incarnation()));
    }
    return remember(new StoredFounding(founding))
        .saying(List.of(new Effect.Send(envelope.from(), new Stored(founding))));
  }

  private Turn acknowledged(Envelope envelope, Configuration founding) {
    boolean counts =
        memory.stored().equals(Optional.of(founding))
            && founding.knows(envelope.from(), envelope.incarnation());
    return counts ? holding(envelope.from()).advance() : Turn.stay(this);
  }

  private Turn told(MemberId from, Configuration founding) {
    if (memory.founded().isPresent()) {
      Configuration mine = memory.founded().get();
      return mine.equals(founding)
          ? Turn.stay(this)
          : complain(from, lines().contradiction(from, founding, mine));
    }
    if (idle()) {
      return Turn.stay(this);
    }
    if (!founding.knows(self(), me().incarnation())) {
      return end(
          new Founder.Outsider(
              founding
                  .member(self())
                  .map(known -> lines().otherDisk(me().incarnation(), known))
                  .orElseGet(() -> lines().noPart(from, founding))));
    }
    if (memory.stored().isEmpty()) {
      // It was stored before anyone could be told that it holds: this directory has forgotten.
      return end(new Founder.Outsider(lines().forgotten(founding)));
    }
    if (!memory.stored().get().equals(founding)) {
      return end(new Founder.Failed(lines().torn(from, founding, memory.stored().get())));
    }
    return remember(new FoundedWith(founding));
  }

  /** The lowest id's part: make the record when all were met, found when all have stored it. */
  private Turn advance() {
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
    return holders.containsAll(others())
        ? remember(new FoundedWith(founding)).saying(toOthers(new Founded(founding)))
        : Turn.stay(this);
  }

  private Turn repeatStore() {
    return memory
        .stored()
        .filter(founding -> gathers())
        .map(
            founding ->
                Turn.stay(this)
                    .saying(Effect.toAll(without(others(), holders), new Store(founding))))
        .orElseGet(() -> Turn.stay(this));
  }

  private Configuration record() {
    return new Configuration(
        1, limits, Stream.concat(Stream.of(me()), introduced.values().stream()).toList());
  }

  private boolean isForMe(Envelope envelope, Configuration founding) {
    return founding.epoch() == 1
        && founding.ids().get(0).equals(envelope.from())
        && founding.knows(envelope.from(), envelope.incarnation())
        && founding.knows(self(), me().incarnation())
        && roster.matches(founding);
  }

  /** Founded or given up, or not yet a disk: nothing to do. */
  private boolean idle() {
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

  private MemberId self() {
    return memory.member();
  }

  private MemberRecord me() {
    return new MemberRecord(
        self(), roster.address(self()).orElseThrow(), memory.incarnation().orElseThrow());
  }

  private List<MemberId> others() {
    return memory
        .stored()
        .map(record -> record.ids().stream().filter(id -> !id.equals(self())).toList())
        .orElseGet(() -> roster.others(self()));
  }

  private List<MemberId> missing() {
    return without(roster.others(self()), introduced.keySet());
  }

  private static List<MemberId> without(List<MemberId> all, Set<MemberId> some) {
    return all.stream().filter(id -> !some.contains(id)).toList();
  }

  private Lines lines() {
    return new Lines(self(), roster);
  }

  private List<Effect> toOthers(FounderMessage message) {
    return Effect.toAll(others(), message);
  }

  private Turn reply(Envelope to, FounderMessage message) {
    return Turn.stay(this).saying(List.of(new Effect.Send(to.from(), message)));
  }

  private Turn refuse(Envelope envelope, String line) {
    return complain(envelope.from(), line)
        .saying(List.of(new Effect.Send(envelope.from(), new Refused(line))));
  }

  private Turn complain(MemberId about, String line) {
    boolean known = complaints.containsKey(about);
    if (line.equals(complaints.get(about)) || (!known && complaints.size() >= COMPLAINTS)) {
      return Turn.stay(this);
    }
    FoundingState next =
        new FoundingState(
            limits, roster, memory, introduced, holders, complaints.plus(about, line), end);
    return new Turn(next, List.of(), List.of(), List.of(line));
  }

  private Turn remember(FounderEvent event) {
    return new Turn(recovered(memory.apply(event)), List.of(event), List.of(), List.of());
  }

  private Turn end(Founder.Verdict verdict) {
    return Turn.stay(
        new FoundingState(
            limits, roster, memory, introduced, holders, complaints, Optional.of(verdict)));
  }

  private FoundingState meeting(MemberRecord peer) {
    return new FoundingState(
        limits, roster, memory, introduced.plus(peer.id(), peer), holders, complaints, end);
  }

  private FoundingState holding(MemberId holder) {
    return new FoundingState(
        limits, roster, memory, introduced, holders.plus(holder), complaints, end);
  }
}
