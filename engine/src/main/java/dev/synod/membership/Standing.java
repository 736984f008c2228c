package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import java.util.Optional;

/**
 * A founded member and the list that it was started with. Its configuration alone says who and
 * where the members are (rule M7); the list may be old, but not about this member itself.
 *
 * @param roster the list, which has this member on it
 */
record Standing(
    MemberId self, Incarnation incarnation, Roster roster, Configuration configuration) {

  /** The member is founded, unless it is started where the others do not look for it. */
  Founder.Verdict verdict() {
    String listed = roster.address(self).orElseThrow();
    String known = configuration.member(self).map(MemberRecord::address).orElse(listed);
    return known.equals(listed)
        ? new Founder.Founded(configuration, incarnation)
        : new Founder.Failed(
            "%s is started at %s, but its group knows it at %s; start it there"
                .formatted(self, listed, known));
  }

  /** What an operator should know about a list that names others than the configuration. */
  Optional<String> notice() {
    return roster.matches(configuration)
        ? Optional.empty()
        : Optional.of(
            "the member list %s is not that of the group, %s, which counts; correct the list"
                .formatted(roster.entries(), Roster.of(configuration).entries()));
  }
}
