package dev.synod.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Who votes in an epoch. Epoch 1 is the founding configuration; it never changes once stored.
 *
 * @param epoch at least 1
 * @param sessions decide what replicas remember, so all go by the same
 * @param members in the order of their ids, none twice
 */
public record Configuration(long epoch, SessionLimits sessions, List<MemberRecord> members) {
  /** Sorts the members and refuses an empty list or an id that stands twice. */
  public Configuration {
    members = members.stream().sorted(Comparator.comparing(MemberRecord::id)).toList();
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a configuration needs at least 1 member, has 0");
    }
    if (members.stream().map(MemberRecord::id).distinct().count() < members.size()) {
      throw new IllegalArgumentException("a member id stands twice in " + members);
    }
  }

  /** The ids of all members, in order. */
  public List<MemberId> ids() {
    return members.stream().map(MemberRecord::id).toList();
  }

  /** The record of one member, if it has a part in this epoch. */
  public Optional<MemberRecord> member(MemberId id) {
    return members.stream().filter(m -> m.id().equals(id)).findFirst();
  }

  /** Whether this disk of this member has a vote here (rule D1). */
  public boolean knows(MemberId id, Incarnation incarnation) {
    return member(id).filter(m -> m.incarnation().equals(incarnation)).isPresent();
  }

  /**
   * A short digest of everything in it. That of the founding configuration names the cluster, and
   * every message carries it (rule M4): two clusters never hear each other.
   */
  public String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every JDK must have SHA-256", absent);
    }
  }
}
