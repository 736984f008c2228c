package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import java.util.List;

/**
 * What a founder tells operators: each one line that names the values that differ and what to do.
 *
 * @param self the member that speaks
 */
record Lines(MemberId self, Roster roster) {
  private static final String START_OVER =
      "only if no member of the group was ever ready: stop all, empty their directories, start";

  /** Two operators list other members. */
  String listsDiffer(MemberId peer, List<String> theirs) {
    return "member lists differ: %s was started with %s, %s with %s; start all with the same list"
        .formatted(peer, theirs, self, roster.entries());
  }

  /** A peer is not where the list has it. */
  String elsewhere(MemberRecord peer) {
    return "%s listens at %s, but the member list is %s; start it where the list says"
        .formatted(peer.id(), peer.address(), roster.entries());
  }

  /** Rule M4. */
  String otherCluster(MemberId peer, String theirs, String mine) {
    return "%s belongs to cluster %s, %s to cluster %s; check their member lists and directories"
        .formatted(peer, theirs, self, mine);
  }

  /** A second founding record is offered. */
  String otherFounding(MemberId peer, Configuration theirs, Configuration mine) {
    return "%s wants the founding record %s, but the directory of %s is of the founding %s; %s"
        .formatted(peer, theirs.digest(), self, mine.digest(), START_OVER);
  }

  /** A founding record that this member can't agree to. */
  String notMine(MemberId peer, Configuration theirs, Incarnation mine) {
    return "the founding record %s of %s is not for %s, which has incarnation %s and was started"
            .formatted(theirs.members(), peer, self, mine)
        + " with %s; %s".formatted(roster.entries(), START_OVER);
  }

  /** Founded with another record than the one stored here. */
  String torn(MemberId peer, Configuration theirs, Configuration mine) {
    return "%s stored the founding record %s, but %s was founded with %s; they can't be one group"
        .formatted(self, mine.digest(), peer, theirs.digest());
  }

  /** Rule D1: the name is in the group, the disk is not. */
  String otherDisk(Incarnation mine, MemberRecord known) {
    return "%s has incarnation %s but the group was founded with %s: this directory is not the"
            .formatted(self, mine, known.incarnation())
        + " one that voted; waiting to be replaced: "
        + command("replace");
  }

  /** The record was stored before it held, and is gone. */
  String forgotten(Configuration founding) {
    return "%s has lost the founding record %s, which its directory had stored: it no longer counts"
            .formatted(self, founding.digest())
        + " as the one that voted; empty it, start again, and replace it: "
        + command("replace");
  }

  /** The name is not in the group. */
  String noPart(MemberId peer, Configuration founding) {
    return "%s has no part in the group of %s, which was founded by %s; waiting to be added: %s"
        .formatted(self, peer, founding.ids(), command("add"));
  }

  /** The disk has a part, the address is new. */
  String displaced(String started, String known) {
    return "%s is started at %s, but its group knows it at %s and sends its mail there; start it"
            .formatted(self, started, known)
        + " there, or let the group know: "
        + command("replace");
  }

  private String command(String change) {
    return "synod-demo.jar admin members %s %s, or the same by ConsensusGroup"
        .formatted(change, self);
  }

  /** Two founded members contradict each other. */
  String contradiction(MemberId peer, Configuration theirs, Configuration mine) {
    return "%s says that the group was founded with record %s, but %s was founded with %s"
        .formatted(peer, theirs.digest(), self, mine.digest());
  }

  /** A refusal arrived. */
  String refused(MemberId peer, String reason) {
    return "%s refuses %s: %s".formatted(peer, self, reason);
  }
}
