package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import java.util.Optional;

/**
 * A member of a group and the list that it was started with. The configuration alone says who and
 * where the members are (rule M7); the list may be old.
 *
 * @param roster the list, which has this member on it
 * @param founding the configuration of epoch 1
 * @param current that of the latest epoch that is known here
 */
record Standing(
    MemberId self,
    Incarnation incarnation,
    Roster roster,
    Configuration founding,
    Configuration current) {

  /** The member may begin. */
  Founder.Verdict verdict() {
    return new Founder.Founded(founding, current, incarnation);
  }

  /** Whether the group looks for this disk at another address than it was started at. */
  boolean displaced() {
    return displacement().isPresent();
  }

  /** What an operator must do so that the group finds this disk; empty if it does. */
  Optional<String> displacement() {
    return known()
        .filter(address -> !address.equals(listed()))
        .map(address -> new Lines(self, roster).displaced(listed(), address));
  }

  /** What an operator should know about a list that differs from the configuration. */
  Optional<String> notice() {
    Optional<String> list =
        roster.matches(current)
            ? Optional.empty()
            : Optional.of(
                "the member list %s is not that of the group, %s, which counts; correct the list"
                    .formatted(roster.entries(), Roster.of(current).entries()));
    return displacement().or(() -> list);
  }

  private String listed() {
    return roster.address(self).orElseThrow();
  }

  private Optional<String> known() {
    return current
        .member(self)
        .filter(member -> member.incarnation().equals(incarnation))
        .map(MemberRecord::address);
  }
}
