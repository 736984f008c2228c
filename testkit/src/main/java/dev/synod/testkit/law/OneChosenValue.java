package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Rules C1, M1 and M2: in each epoch at most one value is ever chosen in a slot, and nobody votes
 * in an epoch before the stop-sign that begins it is chosen and safe on the own disk. Counted from
 * the disks: a value is chosen when a quorum of the epoch's voters has durably voted for it under
 * one ballot.
 */
public final class OneChosenValue extends Law {
  private record Place(long slot, Ballot ballot) {}

  /** Of one epoch. */
  private static final class Log {
    private final Optional<Configuration> configuration;
    private final int quorum;
    private final long base;
    private final Map<Long, Value> chosen = new HashMap<>();
    private long end = Long.MAX_VALUE;

    Log(Optional<Configuration> configuration, int quorum, long base) {
      this.configuration = configuration;
      this.quorum = quorum;
      this.base = base;
    }

    boolean counts(MemberId member, Recorded event) {
      return configuration.isEmpty()
          || (configuration.get().knows(member, event.incarnation())
              && configuration.get().voters().contains(member));
    }
  }

  private final Map<Place, SlotVote> first = new HashMap<>();
  private final Map<Place, Set<MemberId>> voters = new HashMap<>();
  private final TreeMap<Long, Log> epochs = new TreeMap<>();

  /** Among this many founding voters. */
  public OneChosenValue(int voters) {
    epochs.put(1L, new Log(Optional.empty(), voters / 2 + 1, 0));
  }

  /** The value chosen in a slot: that of the epoch which the slot belongs to. */
  public Optional<Value> at(long slot) {
    return epochs.values().stream()
        .filter(log -> slot > log.base && slot <= log.end)
        .flatMap(log -> Optional.ofNullable(log.chosen.get(slot)).stream())
        .findFirst();
  }

  /** Slots in which a value is chosen. */
  public int count() {
    return epochs.values().stream().mapToInt(log -> log.chosen.size()).sum();
  }

  /** The epoch that the last chosen stop-sign began. */
  public long epoch() {
    return epochs.lastKey();
  }

  /** What the last chosen stop-sign says; empty in the founding epoch. */
  public Optional<Configuration> configuration() {
    return Optional.ofNullable(epochs.get(epoch())).flatMap(log -> log.configuration);
  }

  /** What the chosen stop-signs say that began this epoch and later ones. */
  public Stream<Configuration> since(long epoch) {
    return epochs.tailMap(epoch).values().stream().flatMap(log -> log.configuration.stream());
  }

  /** Whether any chosen stop-sign has named this disk of this member. */
  boolean named(MemberId member, Incarnation incarnation) {
    return epochs.values().stream()
        .flatMap(log -> log.configuration.stream())
        .anyMatch(known -> known.knows(member, incarnation));
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    event.votes().forEach(vote -> count(member, event, vote));
  }

  private void count(MemberId member, Recorded event, SlotVote vote) {
    Place place = new Place(vote.slot(), vote.ballot());
    SlotVote known = first.computeIfAbsent(place, unseen -> vote);
    require(
        known.value().equals(vote.value()),
        "ballot %s has two values for slot %d: %s and, at %s, %s",
        vote.ballot(),
        vote.slot(),
        known.value(),
        member,
        vote.value());
    long epoch = vote.ballot().epoch();
    Log log = epochs.get(epoch);
    if (log == null) {
      require(false, "%s votes in epoch %d, which no chosen stop-sign began", member, epoch);
      return;
    }
    require(
        event.chosenThrough() >= log.base,
        "%s votes in epoch %d from a log that is chosen through slot %d; it begins after slot %d",
        member,
        epoch,
        event.chosenThrough(),
        log.base);
    Set<MemberId> votes = voters.computeIfAbsent(place, unseen -> new TreeSet<>());
    if (log.counts(member, event) && votes.add(member) && votes.size() == log.quorum) {
      chosen(epoch, log, vote);
    }
  }

  private void chosen(long epoch, Log log, SlotVote vote) {
    Value value = log.chosen.computeIfAbsent(vote.slot(), unseen -> vote.value());
    require(
        value.equals(vote.value()),
        "slot %d is chosen as %s and, under ballot %s, as %s",
        vote.slot(),
        value,
        vote.ballot(),
        vote.value());
    if (value instanceof Value.StopSign sign && vote.slot() < log.end) {
      require(
          log.end == Long.MAX_VALUE && sign.next().epoch() == epoch + 1,
          "epoch %d ends with %s in slot %d and with another stop-sign",
          epoch,
          sign,
          vote.slot());
      log.end = vote.slot();
      epochs.put(
          epoch + 1,
          new Log(Optional.of(sign.next()), sign.next().quorums().accept(), vote.slot()));
    }
  }
}
