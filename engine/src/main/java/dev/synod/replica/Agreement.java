package dev.synod.replica;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Whether the members' states are the same after the same slots (rule G6). Each tells the others
 * the hash of what it has saved; a machine that is no function of state and command, a damaged
 * memory or another version of the machine shows there.
 *
 * <p>Only the states of voters are counted. Who differs from a majority of these has the wrong one,
 * and must not serve it; where none has a majority, nobody can tell who is right.
 *
 * @param self this member
 * @param hashes by slots, then by members, of the latest slots of any of them
 */
record Agreement(MemberId self, PSortedMap<Long, PSortedMap<MemberId, String>> hashes) {
  /** Slots that are remembered: members save at their own paces. */
  static final int SLOTS = 16;

  /**
   * What is wrong.
   *
   * @param own whether it is this member that has the wrong state
   * @param line for operators
   */
  record Discord(boolean own, String line) {}

  static Agreement none(MemberId self) {
    return new Agreement(self, TreePMap.empty());
  }

  /** With what a member, perhaps this one, has after a slot. */
  Agreement with(MemberId member, long slot, String hash) {
    PSortedMap<MemberId, String> of = hashes.getOrDefault(slot, TreePMap.empty());
    PSortedMap<Long, PSortedMap<MemberId, String>> more = hashes.plus(slot, of.plus(member, hash));
    return new Agreement(self, more.size() > SLOTS ? more.minus(more.firstKey()) : more);
  }

  /** What this member had after a slot, if it has saved that. */
  Optional<String> own(long slot) {
    return Optional.ofNullable(hashes.get(slot)).map(of -> of.get(self));
  }

  /** Whether a member has said this before. */
  boolean knows(MemberId member, long slot, String hash) {
    return Optional.ofNullable(hashes.get(slot))
        .filter(of -> hash.equals(of.get(member)))
        .isPresent();
  }

  /** What is wrong after this slot, as far as this member knows; empty if it has not saved it. */
  Optional<Discord> discord(long slot, Configuration configuration) {
    PSortedMap<MemberId, String> of = hashes.getOrDefault(slot, TreePMap.empty());
    Optional<String> own = own(slot);
    if (own.isEmpty() || of.values().stream().allMatch(own.get()::equals)) {
      return Optional.empty();
    }
    List<MemberId> counted =
        configuration.ids().stream()
            .filter(member -> configuration.has(member, MemberKind.VOTER))
            .toList();
    Map<String, Long> votes = new TreeMap<>();
    counted.stream()
        .filter(of::containsKey)
        .forEach(member -> votes.merge(of.get(member), 1L, Long::sum));
    Optional<String> right =
        votes.entrySet().stream()
            .filter(entry -> entry.getValue() > counted.size() / 2)
            .max(Comparator.comparingLong(Map.Entry::getValue))
            .map(Map.Entry::getKey);
    return Optional.of(told(slot, of, right));
  }

  private Discord told(long slot, PSortedMap<MemberId, String> of, Optional<String> right) {
    String differ = "the members' states after slot %d are not the same: %s; ".formatted(slot, of);
    if (right.isEmpty()) {
      return new Discord(
          false,
          differ
              + "no majority of the voters is known to have the same, so nobody can tell which is"
              + " right; if nothing further is told of this slot, stop them, find out, and replace"
              + " those that have the wrong one");
    }
    List<MemberId> wrong =
        of.keySet().stream().filter(member -> !right.get().equals(of.get(member))).toList();
    return new Discord(
        wrong.contains(self),
        differ
            + ("%s has what no majority has, and must not serve it: look for a machine that is no"
                    + " function of state and command or was another version there, then start its"
                    + " node with an empty directory, and replace it")
                .formatted(wrong));
  }
}
