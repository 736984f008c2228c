package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.MembershipChange.Add;
import dev.synod.protocol.MembershipChange.HandOver;
import dev.synod.protocol.MembershipChange.Lease;
import dev.synod.protocol.MembershipChange.Promote;
import dev.synod.protocol.MembershipChange.Remove;
import dev.synod.protocol.MembershipChange.Replace;
import dev.synod.protocol.MembershipChange.Resize;
import dev.synod.protocol.QuorumSizes;
import dev.synod.quorum.Quorum;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges one change of a configuration: what it leads to, or what stands against it.
 *
 * <p>Every change must leave an election quorum and an accept quorum of members that live and hold
 * nearly all that is chosen, and one of them must have the state machine (rule M5): a disk that
 * comes in holds nothing yet, so the others must do without it. Any two quorums of the next epoch
 * must meet (rules F1, F5).
 */
record Reconfiguration(Outlook outlook) implements MembershipChange.Cases<Ruling> {

  /** The ruling on this change. */
  Ruling judge(MembershipChange change) {
    return change.fold(this);
  }

  /**
   * A witness votes from its first epoch on and is no joiner before: its acceptor is silent until
   * its log reaches that epoch (rule M2), and until then the others are enough without it (M5).
   */
  @Override
  public Ruling onAdd(Add add) {
    if (now().member(add.id()).isPresent()) {
      return refused(
          "%s is a member of epoch %d already, as %s; replace it if its disk was lost, or promote"
              + " it",
          add.id(), now().epoch(), name(now().kind(add.id()).orElseThrow()));
    }
    if (add.kind() == MemberKind.VOTER) {
      return refused(
          "%s can't be added as voter at once: it holds nothing yet; add it as joiner, which"
              + " becomes a voter once it has caught up",
          add.id());
    }
    if (now().members().size() >= Configuration.MAX_MEMBERS) {
      return refused(
          "epoch %d has %d members, the most that a group can have; remove one first",
          now().epoch(), now().members().size());
    }
    return entering(add.id(), add.kind(), "add");
  }

  @Override
  public Ruling onReplace(Replace replace) {
    return now()
        .kind(replace.id())
        .map(kind -> entering(replace.id(), kind, "replace"))
        .orElseGet(() -> refused("%s; add it if it shall become one", noMember(replace.id())));
  }

  /** Which disk an operator means must be beyond doubt: it is the only one that waits. */
  private Ruling entering(MemberId id, MemberKind kind, String verb) {
    List<MemberRecord> disks = outlook.waiting(id);
    if (disks.isEmpty()) {
      return refused(
          "no disk waits as %s to %s it: start its node with the members of this group in its list,"
              + " %s, and with an empty directory or another address, then ask again",
          id, verb, now().ids());
    }
    if (disks.size() > 1) {
      return refused(
          "%d disks wait as %s, %s: stop all but one of them, and ask again after 10 s",
          disks.size(),
          id,
          disks.stream().map(d -> d.incarnation() + " at " + d.address()).toList());
    }
    return members(Stream.concat(membersBut(id), Stream.of(disks.get(0).as(kind))).toList());
  }

  @Override
  public Ruling onRemove(Remove remove) {
    if (now().member(remove.id()).isEmpty()) {
      return refused("%s, so it can't be removed", noMember(remove.id()));
    }
    List<MemberRecord> rest = membersBut(remove.id()).toList();
    if (rest.stream().noneMatch(member -> member.kind() == MemberKind.VOTER)) {
      return refused(
          "%s is the last voter of epoch %d: without it nobody has the state; add another first",
          remove.id(), now().epoch());
    }
    return members(rest);
  }

  @Override
  public Ruling onPromote(Promote promote) {
    MemberRecord member = now().member(promote.id()).orElse(null);
    if (member == null) {
      return refused("%s; add it as joiner", noMember(promote.id()));
    }
    if (member.kind().votes()) {
      return refused(
          "%s is a %s in epoch %d; only a joiner or an observer is promoted",
          member.id(), name(member.kind()), now().epoch());
    }
    if (!outlook.caughtUp(member)) {
      return refused(
          "%s has not caught up: %s, of %d that are chosen, and may lack %d; wait until it holds"
              + " more, or look why it does not",
          member.id(), outlook.shortfall(member), outlook.chosen(), outlook.lag());
    }
    return members(
        Stream.concat(membersBut(member.id()), Stream.of(member.as(MemberKind.VOTER))).toList());
  }

  @Override
  public Ruling onResize(Resize resize) {
    return resize.quorums().equals(now().quorums())
        ? refused(
            "the quorums of epoch %d are %s already, so nothing would change",
            now().epoch(), text(resize.quorums()))
        : next(resize.quorums(), now().leases(), now().members());
  }

  /** Longer ones would keep the others from the lead after its holder is given up. */
  @Override
  public Ruling onLease(Lease lease) {
    LeaseTerms terms = lease.terms();
    if (terms.equals(now().leases())) {
      return refused(
          "the leases of epoch %d are of %d ms with a drift of %d ppm already, so nothing would"
              + " change",
          now().epoch(), terms.millis(), terms.driftPpm());
    }
    return terms.millis() > outlook.longestLease()
        ? refused(
            "a lease of %d ms is longer than %d ms, 0.8 of synod.elector.timeout and of"
                + " synod.proposer.campaign-timeout; ask for a shorter one",
            terms.millis(), outlook.longestLease())
        : next(now().quorums(), terms, now().members());
  }

  /** Refused to one that could not lead at once: meanwhile nobody would. */
  @Override
  public Ruling onHandOver(HandOver handOver) {
    MemberId leader = outlook.leader();
    List<MemberRecord> able =
        now().members().stream()
            .filter(member -> member.kind() == MemberKind.VOTER && outlook.caughtUp(member))
            .filter(member -> !member.id().equals(leader))
            .toList();
    Optional<MemberId> to =
        able.stream()
            .map(MemberRecord::id)
            .filter(id -> handOver.to().isEmpty() || handOver.to().get().equals(id))
            .findFirst();
    if (to.isEmpty()) {
      return refused(
          "%s leads and can't hand over to %s: of the voters only %s live and have caught up"
              + " beside it; %s",
          leader,
          handOver.to().map(MemberId::toString).orElse("anybody"),
          able.stream().map(MemberRecord::id).toList(),
          "name one of these, or wait for the others");
    }
    Ruling same = members(now().members());
    return same instanceof Ruling.Approved approved
        ? new Ruling.Approved(approved.next(), to)
        : same;
  }

  private Ruling members(List<MemberRecord> members) {
    return next(now().quorums(), now().leases(), members);
  }

  private Ruling next(QuorumSizes sizes, LeaseTerms leases, List<MemberRecord> members) {
    int before = now().voters().size();
    int after = (int) members.stream().filter(member -> member.kind().votes()).count();
    Configuration next;
    try {
      next =
          new Configuration(
              now().epoch() + 1,
              now().sessions(),
              leases,
              before == after ? sizes : sizes.resized(before, after),
              members);
    } catch (IllegalArgumentException impossible) {
      return refused(
          "there can be no such configuration: %s", String.valueOf(impossible.getMessage()));
    }
    return allowed(next);
  }

  private Ruling allowed(Configuration next) {
    Quorum election = Quorum.election(next);
    Quorum accept = Quorum.accept(next);
    if (!election.meets(accept)) {
      return refused(
          "quorums of %s of %s could miss each other; ask for larger ones",
          text(next.quorums()), next.voters());
    }
    List<MemberRecord> voters =
        next.members().stream().filter(member -> member.kind().votes()).toList();
    List<MemberId> ready = voters.stream().filter(outlook::caughtUp).map(MemberRecord::id).toList();
    if (!election.reachedBy(ready) || !accept.reachedBy(ready)) {
      return refused(
          "it would leave no quorum that can go on: of the voters %s of the next epoch %d must"
              + " elect and %d accept, but only %s live and hold all but the last %d of %d chosen"
              + " slots; %s; start or replace these first, or wait until they have caught up",
          next.voters(),
          election.size(),
          accept.size(),
          ready,
          outlook.lag(),
          outlook.chosen(),
          shortfalls(voters));
    }
    if (outlook.successor(next).isEmpty()) {
      return refused(
          "it would leave nobody with the state: %s; start or replace a voter first, or wait"
              + " until it has caught up",
          shortfalls(voters));
    }
    return outnumbered(election, voters)
        .orElseGet(() -> new Ruling.Approved(next, outlook.successor(next)));
  }

  /** Else no snapshots could ever cover what a witness drops (rule W1). */
  private static Optional<Ruling> outnumbered(Quorum election, List<MemberRecord> voters) {
    List<MemberId> witnesses =
        voters.stream()
            .filter(member -> member.kind() == MemberKind.WITNESS)
            .map(MemberRecord::id)
            .toList();
    return election.size() > witnesses.size()
        ? Optional.empty()
        : Optional.of(
            refused(
                "%d of the voters %s must elect, no more than are witnesses, %s: these could drop"
                    + " nothing of their logs, and one with a new disk never catch up; ask for an"
                    + " election quorum of %d or more, or remove a witness",
                election.size(), election.voters(), witnesses, witnesses.size() + 1));
  }

  private String shortfalls(List<MemberRecord> voters) {
    return voters.stream()
        .filter(member -> !outlook.caughtUp(member))
        .map(outlook::shortfall)
        .collect(Collectors.joining(", "));
  }

  private Configuration now() {
    return outlook.configuration();
  }

  private Stream<MemberRecord> membersBut(MemberId id) {
    return now().members().stream().filter(member -> !member.id().equals(id));
  }

  private String noMember(MemberId id) {
    return "%s is no member of epoch %d, which has %s".formatted(id, now().epoch(), now().ids());
  }

  private static String name(MemberKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String text(QuorumSizes sizes) {
    return "%d (election) and %d (accept)".formatted(sizes.election(), sizes.accept());
  }

  private static Ruling refused(String reason, Object... facts) {
    return new Ruling.Refused(reason.formatted(facts));
  }
}
