package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The founding members as one node's operator lists them: ids and where they listen.
 *
 * <p>Two nodes found one group only if their rosters are equal. After the founding it decides
 * nothing (rule M7).
 *
 * @param addresses {@code host:port} per member, at least one
 */
record Roster(PSortedMap<MemberId, String> addresses) {

  /**
   * Reads entries of the form {@code id@host:port}.
   *
   * @throws IllegalArgumentException naming the entry
   */
  static Roster of(List<String> entries) {
    SortedMap<MemberId, String> addresses = new TreeMap<>();
    for (String entry : entries) {
      int at = entry.indexOf('@');
      if (at < 1 || at == entry.length() - 1) {
        throw new IllegalArgumentException(
            "member '" + entry + "' must have the form id@host:port");
      }
      MemberId id = new MemberId(entry.substring(0, at));
      if (addresses.put(id, entry.substring(at + 1)) != null) {
        throw new IllegalArgumentException("member id '" + id + "' stands twice in " + entries);
      }
    }
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("the member list is empty; it needs at least 1 member");
    }
    return new Roster(TreePMap.from(addresses));
  }

  /** The members of a configuration. */
  static Roster of(Configuration configuration) {
    SortedMap<MemberId, String> addresses = new TreeMap<>();
    configuration.members().forEach(member -> addresses.put(member.id(), member.address()));
    return new Roster(TreePMap.from(addresses));
  }

  /** The entries, in the order of their ids. */
  List<String> entries() {
    return addresses.entrySet().stream().map(Roster::entry).toList();
  }

  /** The entries of some members. */
  List<String> entries(List<MemberId> some) {
    return addresses.entrySet().stream()
        .filter(member -> some.contains(member.getKey()))
        .map(Roster::entry)
        .toList();
  }

  /** Whether a founding record names just these members, at these addresses. */
  boolean matches(Configuration founding) {
    return of(founding).equals(this);
  }

  /** Where a member listens, if it is on the list. */
  Optional<String> address(MemberId id) {
    return Optional.ofNullable(addresses.get(id));
  }

  /** All ids but one, in order. */
  List<MemberId> others(MemberId self) {
    return addresses.keySet().stream().filter(id -> !id.equals(self)).toList();
  }

  /** The member that gathers the others. */
  MemberId lowest() {
    return addresses.firstKey();
  }

  private static String entry(Map.Entry<MemberId, String> member) {
    return member.getKey() + "@" + member.getValue();
  }
}
