package dev.synod.membership;

import dev.synod.membership.FounderEvent.AdmittedTo;
import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import java.util.Optional;

/**
 * All that a founder knows for certain: the sum of its durable events.
 *
 * <p>An event that does not follow from those before it means that the journal has lost some or
 * mixes two members up; recovery then halts (rules A8, D2).
 *
 * @param incarnation empty while the directory is new
 * @param stored the one record that this directory agreed to
 * @param founded epoch 1; the same as {@code stored}, unless others founded it
 * @param admitted the epoch in which this disk has begun, if it is not of the founding
 */
public record FounderMemory(
    GroupName group,
    MemberId member,
    Optional<Incarnation> incarnation,
    Optional<Configuration> stored,
    Optional<Configuration> founded,
    Optional<Configuration> admitted) {

  /** A new directory. */
  public static FounderMemory empty(GroupName group, MemberId member) {
    return new FounderMemory(
        group, member, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The first configuration that this disk had a part in, if it has one. */
  public Optional<Configuration> first() {
    return admitted.or(() -> founded);
  }

  /** What is known after one more event. */
  public FounderMemory apply(FounderEvent event) {
    if (event instanceof Formatted formatted) {
      return formatted(formatted);
    }
    if (event instanceof StoredFounding storing) {
      return stored(storing.founding());
    }
    if (event instanceof AdmittedTo admission) {
      return admitted(admission);
    }
    return founded(((FoundedWith) event).founding());
  }

  private FounderMemory formatted(Formatted event) {
    Invariant.require(
        event.group().equals(group) && event.member().equals(member),
        "D1",
        "the journal of member %s of group %s holds an event of member %s of group %s",
        member,
        group,
        event.member(),
        event.group());
    Invariant.require(
        incarnation.isEmpty(),
        "D1",
        "the directory of %s is formatted twice: first as %s, then as %s",
        member,
        incarnation,
        event.incarnation());
    return new FounderMemory(
        group, member, Optional.of(event.incarnation()), stored, founded, admitted);
  }

  private FounderMemory stored(Configuration founding) {
    Invariant.require(
        incarnation.filter(mine -> founding.knows(member, mine)).isPresent(),
        "D1",
        "%s with incarnation %s stores the founding record %s, which is not for it",
        member,
        incarnation,
        founding);
    Invariant.require(
        stored.isEmpty(),
        "D1",
        "%s stores a second founding record: first %s, then %s",
        member,
        stored,
        founding);
    return new FounderMemory(group, member, incarnation, Optional.of(founding), founded, admitted);
  }

  private FounderMemory founded(Configuration founding) {
    Invariant.require(
        stored.filter(founding::equals).isPresent() && founded.isEmpty(),
        "D1",
        "%s is founded with %s, but it stored %s and was founded with %s",
        member,
        founding,
        stored,
        founded);
    return new FounderMemory(group, member, incarnation, stored, Optional.of(founding), admitted);
  }

  private FounderMemory admitted(AdmittedTo event) {
    Invariant.require(
        incarnation.filter(mine -> event.current().knows(member, mine)).isPresent()
            && incarnation.filter(mine -> event.founding().knows(member, mine)).isEmpty(),
        "D1",
        "%s with incarnation %s is admitted to %s of the founding %s, which is not for it",
        member,
        incarnation,
        event.current(),
        event.founding());
    Invariant.require(
        stored.isEmpty() && founded.isEmpty(),
        "D1",
        "%s is admitted to %s, but it stored %s and was founded with %s",
        member,
        event.current(),
        stored,
        founded);
    return new FounderMemory(
        group,
        member,
        incarnation,
        stored,
        Optional.of(event.founding()),
        Optional.of(event.current()));
  }
}
