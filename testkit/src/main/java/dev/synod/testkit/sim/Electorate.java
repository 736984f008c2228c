package dev.synod.testkit.sim;

import dev.synod.api.MemberChange;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.QuorumSizes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who has a part in an epoch and how many votes decide: a configuration without its disks.
 *
 * @param epoch from 1
 * @param kinds in the order of the members
 */
public record Electorate(long epoch, Map<String, MemberKind> kinds, QuorumSizes quorums) {
  /** Sorts the members. */
  public Electorate {
    kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
  }

  static Electorate founding(List<String> founders) {
    return new Electorate(
        1,
        founders.stream().collect(Collectors.toMap(id -> id, id -> MemberKind.VOTER)),
        QuorumSizes.majority(founders.size()));
  }

  static Electorate of(Configuration configuration) {
    return new Electorate(
        configuration.epoch(),
        configuration.members().stream()
            .collect(Collectors.toMap(member -> member.id().value(), MemberRecord::kind)),
        configuration.quorums());
  }

  /** Whose votes are counted. */
  public List<String> voters() {
    return kinds.keySet().stream().filter(this::votes).toList();
  }

  private boolean votes(String id) {
    return Optional.ofNullable(kinds.get(id)).filter(MemberKind::votes).isPresent();
  }

  /** Whether this member votes without having the state. */
  public boolean isWitness(String id) {
    return kinds.get(id) == MemberKind.WITNESS;
  }

  /** Whether enough voters are left for both quorums, and one to lead, if only these are. */
  public boolean servedBy(Predicate<String> sound) {
    List<String> left = voters().stream().filter(sound).toList();
    return left.size() >= Math.max(quorums.election(), quorums.accept())
        && !left.stream().allMatch(this::isWitness);
  }

  /** Whether this voter is asked what its disk is, and too few to let it vote do not know. */
  boolean findsOut(String member, Predicate<String> knows) {
    long unaware = voters().stream().filter(id -> id.equals(member) || !knows.test(id)).count();
    return votes(member) && unaware < Math.max(quorums.election(), voters().size() / 2 + 1);
  }

  /** After the change, as the engine makes it; the same if it can't be made. */
  public Electorate after(MemberChange change) {
    Map<String, MemberKind> next = new TreeMap<>(kinds);
    QuorumSizes sizes = quorums;
    if (change instanceof MemberChange.Add add) {
      next.putIfAbsent(add.id(), kind(add.kind()));
    } else if (change instanceof MemberChange.Remove remove) {
      next.remove(remove.id());
    } else if (change instanceof MemberChange.Promote promote) {
      next.replace(promote.id(), MemberKind.VOTER);
    } else if (change instanceof MemberChange.Quorums asked) {
      sizes = new QuorumSizes(asked.election(), asked.accept());
    }
    return with(next, sizes);
  }

  private static MemberKind kind(MemberChange.Kind asked) {
    return switch (asked) {
      case VOTER -> MemberKind.JOINER;
      case OBSERVER -> MemberKind.OBSERVER;
      case WITNESS -> MemberKind.WITNESS;
    };
  }

  /** After all joiners have become voters, as they do by themselves. */
  public Electorate grown() {
    Map<String, MemberKind> next = new TreeMap<>(kinds);
    next.replaceAll((id, kind) -> kind == MemberKind.JOINER ? MemberKind.VOTER : kind);
    return with(next, quorums);
  }

  private Electorate with(Map<String, MemberKind> next, QuorumSizes sizes) {
    int before = voters().size();
    int after = (int) next.values().stream().filter(MemberKind::votes).count();
    return after == 0
        ? this
        : new Electorate(epoch, next, before == after ? sizes : sizes.resized(before, after));
  }
}
