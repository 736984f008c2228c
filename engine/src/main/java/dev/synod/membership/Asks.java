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
 * for: what that epoch is like tells whether it was made.
 *
 * @param open by their numbers, at most {@link #OPEN}
 */
record Asks(PSortedMap<Long, Ask> open) {
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
   */
  record Ask(MembershipChange change, long epoch, long until, int said, long due) {}

  /** What a step leads to. */
  record Turn(Asks asks, List<Effect> effects, List<Ended> ended) {}

  /** None. */
  static Asks none() {
    return new Asks(TreePMap.empty());
  }

  Asks with(long request, MembershipChange change, long epoch, long now, long until) {
    return new Asks(open.plus(request, new Ask(change, epoch, until, 0, now)));
  }

  boolean full() {
    return open.size() >= OPEN;
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
        left = left.plus(request, again(ask, now));
        effects.add(new Effect.Send(leader.get(), new Change(request, ask.epoch(), ask.change())));
      }
    }
    return new Turn(new Asks(left), effects, ended);
  }

  private static Ask again(Ask ask, long now) {
    return new Ask(ask.change(), ask.epoch(), ask.until(), ask.said() + 1, now + RESEND_MILLIS);
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
    return new Turn(new Asks(open.minus(refusal.request())), List.of(), List.of(end));
  }

  /** This member goes from one epoch into a later one. */
  Turn entering(Configuration before, Configuration after) {
    PSortedMap<Long, Ask> left = open;
    List<Ended> ended = new ArrayList<>();
    for (Long request : open.keySet()) {
      Ask ask = open.get(request);
      if (ask.epoch() < after.epoch()) {
        left = left.minus(request);
        ended.add(ended(request, ask, before, after));
      }
    }
    return new Turn(new Asks(left), List.of(), ended);
  }

  private static Ended ended(long request, Ask ask, Configuration before, Configuration after) {
    if (before.epoch() != ask.epoch() || after.epoch() != ask.epoch() + 1) {
      return new Ended.NotMade(
          request,
          Reason.UNKNOWN,
          "this member has come to epoch %d and not seen how epoch %d ended; look at the status"
                  .formatted(after.epoch(), ask.epoch())
              + " before asking again");
    }
    return ask.change().fold(new Made(before, after))
        ? new Ended.Made(request, after.epoch())
        : new Ended.NotMade(
            request,
            Reason.EPOCH_CHANGED,
            "another change came first, the epoch is now %d; look at its members and ask again"
                .formatted(after.epoch()));
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
      return before.members().equals(after.members()) && before.quorums().equals(after.quorums());
    }

    @Override
    public Boolean onResize(MembershipChange.Resize resize) {
      return !before.quorums().equals(resize.quorums()) && after.quorums().equals(resize.quorums());
    }
  }
}
