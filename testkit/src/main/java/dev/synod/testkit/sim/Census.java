package dev.synod.testkit.sim;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.PaxosMessage;
import dev.synod.testkit.law.OneChosenValue;
import dev.synod.testkit.law.Onlooker;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who has a part in the last epoch that a chosen stop-sign began, and whose disks are sound: what
 * nobody in the run can know for sure, counted from the disks.
 */
public final class Census implements Onlooker {
  private final OneChosenValue disks;
  private final Electorate founding;
  private final Map<String, Long> entered = new TreeMap<>();
  private final Repute repute = new Repute();
  private final TreeSet<String> olderCopies = new TreeSet<>();
  private Predicate<String> placed = member -> true;

  Census(OneChosenValue disks, List<String> founders) {
    this.disks = disks;
    this.founding = Electorate.founding(founders);
  }

  /**
   * From now on a member's present disk, undamaged, has the member's part in the last epoch if this
   * is so.
   */
  void placing(Predicate<String> present) {
    placed = present;
  }

  /**
   * Whether the last epoch knows this disk of this member; the first knows those of the founders.
   */
  boolean names(String member, SimMember.SoundDisk disk) {
    return disks
        .configuration()
        .map(last -> last.knows(new MemberId(member), disk.name()))
        .orElse(disk.original() && founding.kinds().containsKey(member));
  }

  /** Who has a part in the last epoch. */
  public Electorate electorate() {
    return disks.configuration().map(Electorate::of).orElse(founding);
  }

  /** The members of the last epoch whose present disks have this part, in order. */
  public List<String> sound() {
    return electorate().kinds().keySet().stream().filter(placed).toList();
  }

  /** Those of them that serve: a witness has no state to answer from. */
  public List<String> serving() {
    return sound().stream().filter(id -> !electorate().isWitness(id)).toList();
  }

  /** Whether this member has a part in the last epoch, and with the disk that it has now. */
  public boolean sound(String member) {
    return electorate().kinds().containsKey(member) && placed.test(member);
  }

  /** Whether all of them are in it: then no disk of an earlier epoch is needed any more (M3). */
  public boolean settled() {
    long epoch = electorate().epoch();
    return epoch == 1 || sound().stream().allMatch(id -> entered.getOrDefault(id, 1L) >= epoch);
  }

  /** The members whose disks were set back, and have not been found out. */
  public List<String> olderCopies() {
    return List.copyOf(olderCopies);
  }

  /** Who had or has a part in this epoch and each later one. */
  Stream<Electorate> since(long epoch) {
    return Stream.concat(
        Stream.of(founding).filter(first -> epoch <= first.epoch()),
        disks.since(epoch).map(Electorate::of));
  }

  /** The epoch that this member's disk has come to. */
  long epoch(MemberId member) {
    return entered.getOrDefault(member.value(), 1L);
  }

  OptionalLong start(MemberId member) {
    return repute.start(member);
  }

  boolean knowsLater(String knower, MemberId member, long start) {
    return repute.knowsLater(new MemberId(knower), member, start);
  }

  /** Whether this member's disk has ever had a part. */
  boolean everTookPart(MemberId member) {
    return entered.containsKey(member.value());
  }

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    repute.started(member, emptyDisk);
    if (emptyDisk) {
      entered.remove(member.value());
      olderCopies.remove(member.value());
    }
  }

  @Override
  public void setBack(MemberId member) {
    repute.setBack(member);
    olderCopies.add(member.value());
  }

  @Override
  public void disowned(MemberId member) {
    olderCopies.remove(member.value());
  }

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    repute.said(from, to, message);
  }

  @Override
  public void durable(MemberId member, Recorded event) {
    entered.put(member.value(), event.epoch());
  }
}
