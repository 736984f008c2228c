package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import java.util.List;
import java.util.Set;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Whom a founder has heard of; a restart forgets it.
 *
 * @param introduced who was met, as it presented itself last
 * @param holders who is known to have stored the record, besides this member
 * @param told the members of each configuration that this member was told of
 */
record Encounters(
    PSortedMap<MemberId, MemberRecord> introduced,
    PSortedSet<MemberId> holders,
    PSortedSet<MemberId> told) {

  /** Nobody yet. */
  static Encounters none() {
    return new Encounters(TreePMap.empty(), TreePSet.empty(), TreePSet.empty());
  }

  Encounters introducing(MemberRecord peer) {
    return new Encounters(introduced.plus(peer.id(), peer), holders, told);
  }

  Encounters holding(MemberId holder) {
    return new Encounters(introduced, holders.plus(holder), told);
  }

  Encounters hearingOf(Configuration configuration) {
    return new Encounters(introduced, holders, told.plusAll(configuration.ids()));
  }

  /** Those of them whom this member has not met. */
  List<MemberId> notMet(List<MemberId> all) {
    return without(all, introduced.keySet());
  }

  /** Those of them who are not known to have stored the record. */
  List<MemberId> notHolding(List<MemberId> all) {
    return without(all, holders);
  }

  private static List<MemberId> without(List<MemberId> all, Set<MemberId> some) {
    return all.stream().filter(id -> !some.contains(id)).toList();
  }
}
