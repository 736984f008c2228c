package dev.synod.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Who belongs to an epoch and how many votes decide. Epoch 1 is the founding configuration; each
 * later one is named by the stop-sign that ended the epoch before (rule M1).
 *
 * @param epoch at least 1
 * @param sessions decide what replicas remember, so all go by the same
 * @param leases by which its leaders may read
 * @param quorums of the voters
 * @param members in the order of their ids, none twice, at most {@link #MAX_MEMBERS}
 */
public record Configuration(
    long epoch,
    SessionLimits sessions,
    LeaseTerms leases,
    QuorumSizes quorums,
    List<MemberRecord> members) {
  /** More would only make each step slower: every one is told of everything. */
  public static final int MAX_MEMBERS = 31;

  /**
   * Sorts the members and refuses a configuration without voters, with an id or a disk that stands
   * twice, or with quorums that could miss each other.
   */
  public Configuration {
    members = members.stream().sorted(Comparator.comparing(MemberRecord::id)).toList();
    int voters = (int) members.stream().filter(m -> m.kind().votes()).count();
    if (voters < 1 || members.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a configuration needs at least 1 voter and at most %d members, has %d voters of %d"
              .formatted(MAX_MEMBERS, voters, members.size()));
    }
    if (members.stream().noneMatch(m -> m.kind() == MemberKind.VOTER)) {
      throw new IllegalArgumentException("only witnesses would vote in " + members);
    }
    if (members.stream().map(MemberRecord::id).distinct().count() < members.size()) {
      throw new IllegalArgumentException("a member id stands twice in " + members);
    }
    if (members.stream().map(MemberRecord::incarnation).distinct().count() < members.size()) {
      throw new IllegalArgumentException("a disk stands twice in " + members);
    }
    quorums.requireFor(voters);
  }

  /** One in which majorities decide and nobody has a lease. */
  public static Configuration majority(
      long epoch, SessionLimits sessions, List<MemberRecord> members) {
    int voters = (int) members.stream().filter(m -> m.kind().votes()).count();
    return new Configuration(
        epoch, sessions, LeaseTerms.NONE, QuorumSizes.majority(voters), members);
  }

  /** The same with other leases. */
  public Configuration with(LeaseTerms other) {
    return new Configuration(epoch, sessions, other, quorums, members);
  }

  /** The ids of all members, in order. */
  public List<MemberId> ids() {
    return members.stream().map(MemberRecord::id).toList();
  }

  /** The ids of those whose acceptors are counted, in order. */
  public List<MemberId> voters() {
    return members.stream().filter(m -> m.kind().votes()).map(MemberRecord::id).toList();
  }

  /** The ids of all members but one, in order. */
  public List<MemberId> others(MemberId self) {
    return ids().stream().filter(id -> !id.equals(self)).toList();
  }

  /** The record of one member, if it has a part in this epoch. */
  public Optional<MemberRecord> member(MemberId id) {
    return members.stream().filter(m -> m.id().equals(id)).findFirst();
  }

  /** What a member is here, if it has a part in this epoch. */
  public Optional<MemberKind> kind(MemberId id) {
    return member(id).map(MemberRecord::kind);
  }

  /** Whether a member of this epoch is of this kind. */
  public boolean has(MemberId id, MemberKind kind) {
    return kind(id).filter(kind::equals).isPresent();
  }

  /** Whether this disk of this member has a part here (rule D1). */
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
          MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every JDK must have SHA-256", absent);
    }
  }

  /** It names clusters that exist, so what was added later stands in it only where it is used. */
  private String text() {
    return "Configuration[epoch=%d, sessions=%s, quorums=%s, members=%s%s]"
        .formatted(epoch, sessions, quorums, members, leases.on() ? ", leases=" + leases : "");
  }
}
