package dev.synod.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which group to take part in, and as whom.
 *
 * @param name the group: 1 to 63 of {@code A-Z a-z 0-9 _ . -}, the first a letter or a digit
 * @param member this node's id among the members
 * @param members the founding members, in the order of their ids; an odd number is best: 4 members
 *     need 3 for a quorum and so bear no more losses than 3 members do
 */
public record GroupSettings(String name, String member, List<Peer> members) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern PEER = Pattern.compile("([^@]*)@(.+):(\\d{1,5})");

  /**
   * One founding member.
   *
   * @param host a host name or an address, one of IPv6 in brackets
   */
  public record Peer(String id, String host, int port) {
    /** Refuses ids, hosts and ports that can't be. */
    public Peer {
      refuseUnless(
          NAME.matcher(id).matches(),
          "member id '"
              + id
              + "' must be 1 to 63 of A-Z a-z 0-9 _ . - and start with a letter or"
              + " digit");
      refuseUnless(
          port >= 1 && port <= 65535,
          "port " + port + " of member '" + id + "' must be from 1 to 65535");
      refuseUnless(
          addressable(host),
          "host '"
              + host
              + "' of member '"
              + id
              + "' must be a host name of A-Z a-z 0-9 . - or an address, one of IPv6 in brackets");
    }

    /** As Pekko sees it, which takes the host from a URI. */
    private static boolean addressable(String host) {
      try {
        return host.equals(new URI("pekko", "system", host, 1, null, null, null).getHost());
      } catch (URISyntaxException impossible) {
        return false;
      }
    }

    /** {@code host:port}. */
    public String address() {
      return host + ":" + port;
    }

    @Override
    public String toString() {
      return id + "@" + address();
    }
  }

  /** Sorts the members; refuses bad names, an empty list, doubles, and a list without this node. */
  public GroupSettings {
    members = members.stream().sorted(Comparator.comparing(Peer::id)).toList();
    refuseUnless(
        NAME.matcher(name).matches(),
        "group name '"
            + name
            + "' must be 1 to 63 of A-Z a-z 0-9 _ . - and start with a letter or"
            + " digit");
    refuseUnless(
        !members.isEmpty(),
        "the member list of group '" + name + "' is empty; it needs at least 1");
    refuseDoubles("member id", members.stream().map(Peer::id).toList(), members);
    refuseDoubles("address", members.stream().map(Peer::address).toList(), members);
    refuseUnless(
        members.stream().map(Peer::id).toList().contains(member),
        "member '"
            + member
            + "' is not in the member list "
            + members
            + "; start it with one of these ids or add it to the list on every node");
  }

  /**
   * Reads {@code n1@host:port,n2@host:port,...}.
   *
   * @throws IllegalArgumentException with one line that names what is wrong
   */
  public static GroupSettings parse(String name, String member, String members) {
    return new GroupSettings(
        name,
        member,
        members.isBlank()
            ? List.of()
            : Pattern.compile(",").splitAsStream(members).map(GroupSettings::peer).toList());
  }

  /** The members as {@code id@host:port}, in the order of their ids. */
  public List<String> roster() {
    return members.stream().map(Peer::toString).toList();
  }

  private static Peer peer(String text) {
    Matcher form = PEER.matcher(text.strip());
    refuseUnless(form.matches(), "member '" + text.strip() + "' must have the form id@host:port");
    return new Peer(form.group(1), form.group(2), Integer.parseInt(form.group(3)));
  }

  private static void refuseDoubles(String what, List<String> values, List<Peer> members) {
    Set<String> seen = new HashSet<>();
    values.forEach(
        value ->
            refuseUnless(
                seen.add(value),
                what + " '" + value + "' stands twice in the member list " + members));
  }

  private static void refuseUnless(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
