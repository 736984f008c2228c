package dev.synod.transaction;

import dev.synod.api.CommitProtocol;
import dev.synod.api.TransactionId;
import dev.synod.protocol.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Those that commit together, and by what; the same on all nodes, for good.
 *
 * @param name its name
 * @param members in the order of their ids
 */
public record Circle(String name, CommitProtocol.Kind kind, List<MemberId> members) {
  /** Leaves room for a role's name in a node's. */
  private static final int LONGEST = 50;

  /**
   * Copies the members.
   *
   * @throws IllegalArgumentException if an id is too long to name a role's node
   */
  public Circle {
    members = List.copyOf(members);
    for (MemberId member : members) {
      if (member.value().length() > LONGEST) {
        throw new IllegalArgumentException(
            "member id '%s' has %d characters; for transactions at most %d"
                .formatted(member, member.value().length(), LONGEST));
      }
    }
  }

  /**
   * What was remembered in another circle does not fit this one.
   *
   * @throws IllegalStateException if it is another
   */
  void requireSame(Circle remembered) {
    if (!equals(remembered)) {
      throw new IllegalStateException(
          "the journal is of %s, but it is started as %s: start it as before"
              .formatted(remembered, this));
    }
  }

  /** Whether a transaction can be one of theirs. */
  boolean has(TransactionId transaction) {
    return transaction.name().equals(name)
        && members.stream().anyMatch(member -> member.value().equals(transaction.origin()));
  }

  /** All of them as this role, the one where the transaction was begun first. */
  List<MemberId> from(TransactionId transaction, CommitRole role) {
    int first = members.indexOf(new MemberId(transaction.origin()));
    List<MemberId> turned = new ArrayList<>(members.subList(first, members.size()));
    turned.addAll(members.subList(0, first));
    return turned.stream().map(role::of).toList();
  }

  /** The roles that a member has in it, beside that of the initiator. */
  public List<CommitRole> roles() {
    return kind == CommitProtocol.Kind.PAXOS_COMMIT || direct()
        ? List.of(CommitRole.PARTICIPANT, CommitRole.ACCEPTOR, CommitRole.LEADER)
        : List.of(CommitRole.PARTICIPANT, CommitRole.COORDINATOR);
  }

  /** Whether the participants know the outcome first, and not the conductor. */
  boolean direct() {
    return kind == CommitProtocol.Kind.FASTER_PAXOS_COMMIT;
  }

  /** The one that a transaction is begun with. */
  public CommitRole conductor() {
    return roles().get(roles().size() - 1);
  }

  /** All nodes that remember something of transactions. */
  Stream<MemberId> nodes() {
    return members.stream().flatMap(member -> roles().stream().map(role -> role.of(member)));
  }

  /** Where a node keeps its events. */
  String persistenceId(MemberId member, CommitRole role) {
    return name + "|" + member + "|transaction-" + role.title();
  }
}
