package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rule C1: at most one value is ever chosen in a slot. Counted from the disks: a value is chosen
 * when a majority of the voters has durably voted for it under one ballot.
 */
public final class OneChosenValue extends Law {
  private record Place(long slot, Ballot ballot) {}

  private final int majority;
  private final Map<Place, SlotVote> first = new HashMap<>();
  private final Map<Place, Set<MemberId>> voters = new HashMap<>();
  private final Map<Long, Value> chosen = new HashMap<>();

  /** Among this many voters. */
  public OneChosenValue(int voters) {
    this.majority = voters / 2 + 1;
  }

  /** The value chosen in a slot. */
  public Optional<Value> at(long slot) {
    return Optional.ofNullable(chosen.get(slot));
  }

  /** Slots in which a value is chosen. */
  public int count() {
    return chosen.size();
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    event.votes().forEach(vote -> count(member, vote));
  }

  private void count(MemberId member, SlotVote vote) {
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
    Set<MemberId> votes = voters.computeIfAbsent(place, unseen -> new TreeSet<>());
    if (votes.add(member) && votes.size() == majority) {
      Value value = chosen.computeIfAbsent(vote.slot(), unseen -> vote.value());
      require(
          value.equals(vote.value()),
          "slot %d is chosen as %s and, under ballot %s, as %s",
          vote.slot(),
          value,
          vote.ballot(),
          vote.value());
    }
  }
}
