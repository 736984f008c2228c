package dev.synod.testkit.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All members of a run, by their ids, and who of them founds the group. */
final class Roll<S> {
  private final Map<String, SimMember<S>> members = new LinkedHashMap<>();
  private final List<String> founders;
  private final Census census;
  private boolean founded;

  Roll(List<String> founders, Census census) {
    this.founders = founders;
    this.census = census;
    census.placing(this::placed);
  }

  void enter(SimMember<S> member) {
    members.put(member.id().value(), member);
  }

  private boolean placed(String member) {
    return of(member).soundDisk().filter(disk -> census.names(member, disk)).isPresent();
  }

  List<String> all() {
    return List.copyOf(members.keySet());
  }

  /** All that ever ran, and the founders, in order. */
  List<String> known() {
    return members.keySet().stream()
        .filter(id -> founders.contains(id) || of(id).everRan())
        .toList();
  }

  SimMember<S> of(String member) {
    return Optional.ofNullable(members.get(member))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no member '" + member + "'; members are " + members.keySet()));
  }

  /**
   * Why a member has halted though its disk is sound, which breaks a rule. A disk that has never
   * had a part may be refused: by another such, which takes it for one that founds the group with
   * it.
   */
  Optional<String> halted() {
    return members.values().stream()
        .filter(member -> founding(member) || census.everTookPart(member.id()))
        .flatMap(
            member ->
                member.haltedUnexcused().map(why -> member.id() + " has halted: " + why).stream())
        .findFirst();
  }

  private boolean founding(SimMember<S> member) {
    return founders.contains(member.id().value())
        && member.soundDisk().filter(SimMember.SoundDisk::original).isPresent();
  }

  /** True once all founders have known a leader, in one of their lives. */
  boolean founded() {
    founded = founded || founders.stream().allMatch(id -> of(id).ready());
    return founded;
  }

  void crash() {
    members.values().forEach(SimMember::crash);
  }
}
