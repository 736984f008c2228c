package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;

/**
 * What a leader knows when it judges a change of its configuration.
 *
 * @param configuration of the present epoch
 * @param leader the member that judges
 * @param live the members that live, itself among them, and the slot through which each of them
 *     holds every chosen value
 * @param chosen every slot through this one is chosen
 * @param lag a member that lacks no more than so many of the last chosen slots has caught up
 * @param longestLease that leaves others time to be elected, in milliseconds
 * @param waiting the disks that wait for a part, as they introduced themselves
 */
record Outlook(
    Configuration configuration,
    MemberId leader,
    PSortedMap<MemberId, Long> live,
    long chosen,
    long lag,
    long longestLease,
    List<MemberRecord> waiting) {

  /** Copies the list. */
  Outlook {
    waiting = List.copyOf(waiting);
  }

  /** The disks that wait under this id and are not where the configuration has them. */
  List<MemberRecord> waiting(MemberId id) {
    return waiting.stream()
        .filter(disk -> disk.id().equals(id))
        .filter(disk -> !configuration.member(id).equals(Optional.of(kept(disk))))
        .toList();
  }

  /** The disk as the configuration would have it, if it knows the id. */
  MemberRecord kept(MemberRecord disk) {
    return configuration.kind(disk.id()).map(disk::as).orElse(disk);
  }

  /** Whether this disk lives and holds nearly all that is chosen; one that is new does not. */
  boolean caughtUp(MemberRecord member) {
    return lives(member) && held(member.id()) >= chosen - lag;
  }

  private boolean lives(MemberRecord member) {
    return configuration.knows(member.id(), member.incarnation()) && live.containsKey(member.id());
  }

  private long held(MemberId id) {
    return live.getOrDefault(id, 0L);
  }

  /** Why this one does not count, in a few words. */
  String shortfall(MemberRecord member) {
    if (!configuration.knows(member.id(), member.incarnation())) {
      return "%s is new and holds nothing yet".formatted(member.id());
    }
    return lives(member)
        ? "%s holds the slots through %d only".formatted(member.id(), held(member.id()))
        : "%s is not heard of".formatted(member.id());
  }

  /** Who should lead the next epoch: the present leader, else who holds most. */
  Optional<MemberId> successor(Configuration next) {
    List<MemberRecord> able =
        next.members().stream()
            .filter(member -> member.kind() == MemberKind.VOTER && caughtUp(member))
            .toList();
    return able.stream()
        .map(MemberRecord::id)
        .filter(leader::equals)
        .findFirst()
        .or(
            () ->
                able.stream()
                    .map(MemberRecord::id)
                    .min(
                        Comparator.comparingLong((MemberId id) -> -held(id))
                            .thenComparing(Comparator.naturalOrder())));
  }
}
