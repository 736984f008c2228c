package dev.synod.testkit.sim;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.NotaryMessage.Present;
import dev.synod.protocol.NotaryMessage.Vouched;
import dev.synod.protocol.PaxosMessage;
import dev.synod.testkit.law.Onlooker;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which start of a member's disk the others know of. Who has vouched for a start has it on its own
 * disk, so it knows it as long as it has that disk.
 */
final class Repute implements Onlooker {
  private record Start(MemberId member, long token) {}

  private final Map<Start, Long> numbers = new HashMap<>();
  private final Map<MemberId, Long> present = new TreeMap<>();
  private final Map<MemberId, Map<MemberId, Long>> known = new TreeMap<>();

  /** The number of this life's start, once the member has said it. */
  OptionalLong start(MemberId member) {
    Long number = present.get(member);
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Whether the knower has on its disk that the member has been started once more than that. */
  boolean knowsLater(MemberId knower, MemberId member, long start) {
    return known.getOrDefault(member, Map.of()).getOrDefault(knower, 0L) > start;
  }

  @Override
  public void started(MemberId member, boolean emptyDisk) {
    present.remove(member);
    if (emptyDisk) {
      known.remove(member);
      forgets(member);
    }
  }

  @Override
  public void setBack(MemberId member) {
    forgets(member);
  }

  private void forgets(MemberId knower) {
    known.values().forEach(of -> of.remove(knower));
  }

  @Override
  public void said(MemberId from, MemberId to, PaxosMessage message) {
    if (message instanceof Present own) {
      numbers.put(new Start(from, own.trace().token()), own.trace().starts());
      present.put(from, own.trace().starts());
    } else if (message instanceof Vouched vouched) {
      Long number = numbers.get(new Start(to, vouched.token()));
      if (number != null) {
        known.computeIfAbsent(to, unseen -> new TreeMap<>()).merge(from, number, Math::max);
      }
    }
  }
}
