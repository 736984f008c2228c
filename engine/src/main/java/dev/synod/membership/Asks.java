package dev.synod.membership;

import dev.synod.api.MembershipException.Reason;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberKind;
import dev.synod.protocol.MembershipChange;
import dev.synod.protocol.RegistrarMessage.Change;
import dev.synod.protocol.RegistrarMessage.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The changes that this node's operators have asked for and that have no end yet. Each is said to
 * the leader again and again, until this member enters the epoch that ends the one it was meant
 * for: what that epoch is like tells whether it was made. If so the operator hears of it once that
 * epoch is settled (rule M3).
 *
 * @param open by their numbers
 * @param made those that the present epoch has begun with; with those that are open at most {@link
 *     #OPEN}
 */
record Asks(PSortedMap<Long, Ask> open, PSortedMap<Long, Ask> made) {
  static final int OPEN = 64;

  /** An unanswered change is said again after this. */
  private static final long RESEND_MILLIS = 1000;

  /**
   * One of them.
   *
   * @param epoch that it is meant for
   * @param until when it is given up
   * @param said how often
   * @param due when it is to be said next
   * @param told who led when it was said last
   */
  record Ask(
      MembershipChange change,
      long epoch,
      long until,
      int said,
      long due,
      Optional<MemberId> told) {}

  /** What a step leads to. */
  record Turn(Asks asks, List<Effect> effects, List<Ended> ended) {}

  /** None. */
  static Asks none() {
    return new Asks(TreePMap.empty(), TreePMap.empty());
  }

  Asks with(long request, MembershipChange change, long epoch, long now, long until) {
    Ask ask = new Ask(change, epoch, until, 0, now, Optional.empty());
    return new Asks(open.plus(request, ask), made);
  }

  boolean full() {
    return open.size() + made.size() >= OPEN;
  }

  /** Says to the leader what is due, and gives up what has waited too long. */
  Turn look(long now, Optional<MemberId> leader) {
    PSortedMap<Long, Ask> left = open;
    List<Effect> effects = new ArrayList<>();
    List<Ended> ended = new ArrayList<>();
    for (Long request : open.keySet()) {
      Ask ask = open.get(request);
      if (now >= ask.until()) {
        left = left.minus(request);
        ended.add(timedOut(request, ask));
      } else if (leader.isPresent() && now >= ask.due()) {
        left = left.plus(request, again(ask, leader.get(), now));
        effects.add(new Effect.Send(leader.get(), new Change(request, ask.epoch(), ask.change())));
      }
    }
    PSortedMap<Long, Ask> unsettled = made;
    for (Long request : made.keySet()) {
      if (now >= made.get(request).until()) {
        unsettled = unsettled.minus(request);
        ended.add(unsettled(request, made.get(request)));
      }
    }
    return new Turn(new Asks(left, unsettled), effects, ended);
  }

  private static Ask again(Ask ask, MemberId leader, long now) {
    return new Ask(
        ask.change(),
        ask.epoch(),
        ask.until(),
        ask.said() + 1,
        now + RESEND_MILLIS,
        Optional.of(leader));
  }

  private static Ended unsettled(long request, Ask ask) {
    return new Ended.NotMade(
        request,
        Reason.UNKNOWN,
        "epoch %d has begun with it, but in all that time no leader and not enough voters of it"
                .formatted(ask.epoch() + 1)
            + " were heard of: what members that left have stored may be needed yet; look at the"
            + " status, and start the nodes that are down");
  }

  private static Ended timedOut(long request, Ask ask) {
    return ask.said() == 0
        ? new Ended.NotMade(
            request,
            Reason.NOT_READY,
            "no leader was known in all that time, so nobody was asked; look why none is elected")
        : new Ended.NotMade(
            request,
            Reason.UNKNOWN,
            "epoch "
                + ask.epoch()
                + " has not ended in all that time; the change may be made yet: look at the status"
                + " before asking again");
  }

  /** The leader's word against one of them. */
  Turn refused(Refusal refusal) {
    Ask ask = open.get(refusal.request());
    if (ask == null) {
      return new Turn(this, List.of(), List.of());
    }
    // Another leader, or the same before it lost the lead, may have agreed to it.
    boolean sure = ask.said() == 1;
    Ended end =
        new Ended.NotMade(
            refusal.request(),
            sure ? Reason.REFUSED : Reason.UNKNOWN,
            sure
                ? refusal.reason()
                : refusal.reason()
                    + "; but it had been asked for before, and may have been agreed to then: look"
                    + " at the status before asking again");
    return new Turn(new Asks(open.minus(refusal.request()), made), List.of(), List.of(end));
  }

  /**
   * This member goes from one epoch into a later one.
   *
   * @param belongs it has a part there, too; if not, nobody will tell it that the epoch is settled
   */
  Turn entering(Configuration before, Configuration after, boolean belongs) {
    PSortedMap<Long, Ask> left = open;
    PSortedMap<Long, Ask> holding = TreePMap.empty();
    List<Ended> ended = new ArrayList<>();
    for (Long request : made.keySet()) {
      // The epoch that it holds in has come to its end, which takes more than to be settled.
      ended.add(outcome(request, made.get(request), Optional.empty()));
    }
    for (Long request : open.keySet()) {
      Ask ask = open.get(request);
      if (ask.epoch() >= after.epoch()) {
        continue;
      }
      left = left.minus(request);
      boolean next = before.epoch() == ask.epoch() && after.epoch() == ask.epoch() + 1;
      if (!next || !ask.change().fold(new Made(before, after))) {
        ended.add(next ? overtaken(request, after.epoch()) : unseen(request, ask, after.epoch()));
      } else if (belongs) {
        holding = holding.plus(request, ask);
      } else {
        ended.add(outcome(request, ask, Optional.empty()));
      }
    }
    return new Turn(new Asks(left, holding), List.of(), ended);
  }

  /** So many of the epoch's voters are in it that it can go on, and this one leads. */
  Turn settled(Optional<MemberId> leader) {
    return new Turn(
        new Asks(open, TreePMap.empty()),
        List.of(),
        made.entrySet().stream().map(it -> outcome(it.getKey(), it.getValue(), leader)).toList());
  }

  /** Of a change that the epoch has begun with; whether the lead is where it should be is seen. */
  private static Ended outcome(long request, Ask ask, Optional<MemberId> leader) {
    long epoch = ask.epoch() + 1;
    if (!(ask.change() instanceof MembershipChange.HandOver handOver)) {
      return new Ended.Made(request, epoch);
    }
    if (leader.isEmpty()) {
      return unseen(request, ask, epoch);
    }
    boolean leads =
        handOver.to().map(leader.get()::equals).orElseGet(() -> !ask.told().equals(leader));
    return leads
        ? new Ended.Made(request, epoch)
        : new Ended.NotMade(
            request,
            Reason.EPOCH_CHANGED,
            "another change came first, or the one asked for could not take over: the epoch is now"
                + " %d, and %s leads; look at the status and ask again"
                    .formatted(epoch, leader.get()));
  }

  private static Ended unseen(long request, Ask ask, long epoch) {
    return new Ended.NotMade(
        request,
        Reason.UNKNOWN,
        "this member has come to epoch %d and not seen how epoch %d ended; look at the status"
                .formatted(epoch, ask.epoch())
            + " before asking again");
  }

  private static Ended overtaken(long request, long epoch) {
    return new Ended.NotMade(
        request,
        Reason.EPOCH_CHANGED,
        "another change came first, the epoch is now %d; look at its members and ask again"
            .formatted(epoch));
  }

  /** Whether an epoch differs from the one before by a change. */
  private record Made(Configuration before, Configuration after)
      implements MembershipChange.Cases<Boolean> {
    @Override
    public Boolean onAdd(MembershipChange.Add add) {
      return before.member(add.id()).isEmpty()
          && after.kind(add.id()).filter(kind -> kind == add.kind()).isPresent();
    }

    @Override
    public Boolean onRemove(MembershipChange.Remove remove) {
      return before.member(remove.id()).isPresent() && after.member(remove.id()).isEmpty();
    }

    @Override
    public Boolean onReplace(MembershipChange.Replace replace) {
      return before.kind(replace.id()).isPresent()
          && before.kind(replace.id()).equals(after.kind(replace.id()))
          && !before.member(replace.id()).equals(after.member(replace.id()));
    }

    @Override
    public Boolean onPromote(MembershipChange.Promote promote) {
      return before.kind(promote.id()).filter(kind -> !kind.votes()).isPresent()
          && after.kind(promote.id()).filter(kind -> kind == MemberKind.VOTER).isPresent();
    }

    @Override
    public Boolean onHandOver(MembershipChange.HandOver handOver) {
      return before.members().equals(after.members())
          && before.quorums().equals(after.quorums())
          && before.leases().equals(after.leases());
    }

    @Override
    public Boolean onLease(MembershipChange.Lease lease) {
      return !before.leases().equals(lease.terms()) && after.leases().equals(lease.terms());
    }

    @Override
    public Boolean onResize(MembershipChange.Resize resize) {
      return !before.quorums().equals(resize.quorums()) && after.quorums().equals(resize.quorums());
    }
  }
}
