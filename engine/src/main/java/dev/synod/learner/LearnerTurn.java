package dev.synod.learner;

import dev.synod.protocol.AcceptorNotice;
import dev.synod.protocol.Effect;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Step;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What can happen to a learner, at one time. */
record LearnerTurn(LearnerState state, long now)
    implements LearnerMessage.Cases<Step<LearnerState>>, LearnerNotice.Cases<Step<LearnerState>> {

  @Override
  public Step<LearnerState> onAccepted(MemberId from, LearnerMessage.Accepted accepted) {
    return state
        .counting()
        .filter(open -> open.ballot().equals(accepted.ballot()))
        .map(open -> count(open.with(from, accepted)))
        .orElse(Step.stay(state));
  }

  private Step<LearnerState> count(Counting counted) {
    SortedMap<Long, Value> won = counted.won();
    if (won.isEmpty()) {
      return Step.stay(state.with(counted));
    }
    Window window = state.window();
    for (Map.Entry<Long, Value> slot : won.entrySet()) {
      window = window.choosing(slot.getKey(), slot.getValue());
    }
    List<Long> slots = List.copyOf(won.keySet());
    Counting left = counted.without(slots);
    return state
        .with(left)
        .with(window)
        .settle(state, now)
        .saying(
            new Effect.Post(new ProposerNotice.SlotsChosen(left.ballot(), slots, left.decided())));
  }

  @Override
  public Step<LearnerState> onChosen(MemberId from, LearnerMessage.Chosen chosen) {
    LearnerState heard = state.with(state.known().with(from, chosen));
    Step<LearnerState> settled =
        heard.with(state.window().matching(chosen.ballot(), chosen.through())).settle(state, now);
    boolean repeated = heard.proof().equals(state.proof());
    return repeated && chosen.through() > state.window().held()
        ? settled.saying(
            new Effect.Post(
                new AcceptorNotice.Choose(
                    chosen.ballot(), chosen.through(), heard.window().closed())))
        : settled;
  }

  /** Proposals repeat it until there is news; the first of an epoch may come before that does. */
  @Override
  public Step<LearnerState> onAnnounced(LearnerNotice.Announced announced) {
    LearnerMessage.Chosen chosen = announced.chosen();
    boolean known =
        chosen.ballot().equals(state.known().ballot())
            && chosen.through() <= state.known().matches();
    return known || chosen.ballot().epoch() != state.room().epoch()
        ? Step.stay(state)
        : onChosen(announced.by(), chosen);
  }

  @Override
  public Step<LearnerState> onCatchUpPage(MemberId from, LearnerMessage.CatchUpPage page) {
    boolean own = from.equals(state.room().self());
    if (page.truncatedTo() >= page.from()) {
      return own ? covered(page) : lacking(from, page);
    }
    LearnerTurn told = own ? this : hearing(from, page);
    Step<LearnerState> taken = told.take(page.from(), page.values(), !own);
    return page.values().isEmpty()
        ? taken
        : taken.then(
            grown ->
                grown
                    .gaps()
                    .onPage(page.from(), grown.window(), grown.known(), now)
                    .then(grown::asking));
  }

  private LearnerTurn hearing(MemberId from, LearnerMessage.CatchUpPage page) {
    return new LearnerTurn(state.with(state.known().with(from, page.chosenThrough())), now);
  }

  /**
   * The own log begins nowhere that the own snapshot does not reach (rule G1). A witness has none,
   * and nothing that would miss what its log has left behind (rule W1).
   */
  private Step<LearnerState> covered(LearnerMessage.CatchUpPage page) {
    if (state.room().witness()) {
      return Step.stay(state.with(state.window().restored(page.truncatedTo())));
    }
    Invariant.require(
        page.truncatedTo() <= state.window().delivered(),
        "G1",
        "this member's log begins behind slot %d, but its replica has come only to slot %d: the"
            + " snapshot that it should have begun with is not there; give it its snapshot store"
            + " (synod.replica.snapshot-store) back, or replace it",
        page.truncatedTo(),
        state.window().delivered());
    return Step.stay(state);
  }

  /** What is gone at one member may be gone at all: only a snapshot leads on (rules L2, G4). */
  private Step<LearnerState> lacking(MemberId from, LearnerMessage.CatchUpPage page) {
    Window window = state.window();
    long gone = page.truncatedTo();
    boolean kept = gone <= state.snapshots().own().through();
    boolean wanted = page.from() == window.delivered() + 1 || page.from() == window.held() + 1;
    if (gone <= window.held() && gone <= window.delivered()) {
      return Step.stay(state);
    }
    return kept
        ? state.snapshots().gone(gone).then(told -> Step.stay(state.with(told)))
        : wanted
            ? Step.stay(state).saying(new Effect.Post(new ReplicaNotice.Behind(from, gone)))
            : Step.stay(state);
  }

  @Override
  public Step<LearnerState> onRecalled(LearnerNotice.Recalled recalled) {
    return take(recalled.first(), recalled.values(), true);
  }

  /** Takes values that are known to be chosen; the acceptor stores what it did not give itself. */
  private Step<LearnerState> take(long first, List<Value> told, boolean store) {
    List<Value> values = ofThisEpoch(told);
    Window window = state.window();
    long slot = first;
    for (Value value : values) {
      window = window.choosing(slot, value);
      slot++;
    }
    LearnerState taken = state.with(window);
    boolean news = store && slot - 1 > state.window().held();
    Step<LearnerState> kept =
        news
            ? Step.stay(taken).saying(new Effect.Post(new AcceptorNotice.Learned(first, values)))
            : Step.stay(taken);
    return kept.then(stored -> stored.settle(state, now));
  }

  /** What comes after the stop-sign is for the next epoch: it is asked for again there. */
  private List<Value> ofThisEpoch(List<Value> values) {
    for (int i = 0; i < values.size(); i++) {
      if (Window.endsEpoch(values.get(i), state.room().epoch())) {
        return values.subList(0, i + 1);
      }
    }
    return values;
  }

  @Override
  public Step<LearnerState> onConfirmed(MemberId from, LearnerMessage.Confirmed confirmed) {
    return state
        .reads()
        .map(reads -> reads.confirmedBy(from, confirmed, now).then(this::beginReads))
        .map(this::tellingReaders)
        .orElse(Step.stay(state));
  }

  @Override
  public Step<LearnerState> onReadIndexAsk(MemberId from, LearnerMessage.ReadIndexAsk ask) {
    return state
        .reads()
        .map(
            reads ->
                ask.leaseOnly()
                    ? Step.stay(state).saying(reads.byLease(from, ask.request(), upTo(state), now))
                    : beginReads(reads.asking(new ReadIndex.Ask(from, ask.request()))))
        .map(this::tellingReaders)
        .orElse(Step.stay(state));
  }

  /** Who is told which slot a read must see waits until it knows that slot to be chosen. */
  private Step<LearnerState> tellingReaders(Step<LearnerState> answered) {
    long told = answered.state().counting().map(Counting::told).orElse(0L);
    List<Effect> news =
        answered.effects().stream()
            .filter(Effect.Send.class::isInstance)
            .map(Effect.Send.class::cast)
            .filter(send -> !send.to().equals(state.room().self()))
            .filter(
                send ->
                    send.message() instanceof ReplicaMessage.ReadIndex index && index.slot() > told)
            .<Effect>map(send -> new Effect.Send(send.to(), answered.state().proof()))
            .distinct()
            .toList();
    return new Step<>(answered.state(), news).saying(answered.effects());
  }

  private Step<LearnerState> beginReads(ReadIndex reads) {
    return reads.begin(upTo(state), now).then(begun -> Step.stay(state.with(begun)));
  }

  /** A read must see all that is chosen now and all that phase 1 heard of (rule R1). */
  private static long upTo(LearnerState now) {
    long barrier = now.counting().map(Counting::barrier).orElse(0L);
    return Math.max(now.window().through(), barrier);
  }

  /** Before anybody hears of a stop-sign: its proposer tells this learner first (rule E5). */
  @Override
  public Step<LearnerState> onProposed(LearnerNotice.Proposed proposed) {
    SlotVote proposal = proposed.proposal();
    boolean closing = proposal.value() instanceof Value.StopSign;
    LearnerState told =
        state
            .reads()
            .filter(reads -> closing)
            .map(ReadIndex::closing)
            .map(state::with)
            .orElse(state);
    return state
        .counting()
        .filter(open -> open.ballot().equals(proposal.ballot()))
        .map(open -> Step.stay(told.with(open.proposed(proposed))))
        .orElse(Step.stay(state));
  }

  @Override
  public Step<LearnerState> onVoted(LearnerNotice.Voted voted) {
    boolean grown = voted.chosenThrough() > state.window().held();
    Window window = state.window().holding(voted.chosenThrough());
    for (SlotVote vote : voted.votes()) {
      window = window.voted(vote, state.room().settings().ahead());
    }
    window = window.matching(state.known().ballot(), state.known().matches());
    Step<LearnerState> settled = state.with(window).settle(state, now);
    return grown
        ? settled.saying(
            new Effect.Post(new ProposerNotice.Progress(voted.chosenThrough(), voted.logTime())))
        : settled;
  }

  @Override
  public Step<LearnerState> onLeading(LearnerNotice.Leading leading) {
    if (leading.ballot().epoch() != state.room().epoch()) {
      return Step.stay(state);
    }
    Counting begun = Counting.begin(leading, state.room().accept());
    return state.leading(begun, ReadIndex.none(state.room(), leading.ballot())).announce(now);
  }

  /** What lingers would be lost with the lead, and is true all the same. */
  @Override
  public Step<LearnerState> onFollowing(LearnerNotice.Following following) {
    Step<LearnerState> told = state.untold() ? state.announce(now) : Step.stay(state);
    return told.then(left -> Step.stay(left.following()));
  }

  @Override
  public Step<LearnerState> onApplied(LearnerNotice.Applied applied) {
    LearnerState grown = state.with(state.window().applied(applied.through()));
    return grown
        .settle(state, now)
        .then(settled -> settled.gaps().onRoom(settled.window(), now).then(settled::asking));
  }

  @Override
  public Step<LearnerState> onSnapshotSaved(LearnerNotice.SnapshotSaved saved) {
    long lacking = LearnerState.lacking(state.room().configuration(), saved);
    LearnerState restored =
        state
            .with(state.known().with(state.room().self(), lacking))
            .with(state.window().restored(saved.through()));
    return restored
        .snapshots()
        .saved(saved, now)
        .then(grown -> restored.with(grown).settle(state, now));
  }

  @Override
  public Step<LearnerState> onTruncated(LearnerNotice.Truncated truncated) {
    return Step.stay(state.with(state.known().with(truncated.by(), truncated.through())));
  }

  @Override
  public Step<LearnerState> onSnapshotted(MemberId from, LearnerMessage.Snapshotted snapshotted) {
    return state.snapshots().heard(from, snapshotted).then(this::behind);
  }

  /** What a witness's journal may begin behind, it does not wait for. */
  private Step<LearnerState> behind(Snapshots heard) {
    LearnerState grown = state.with(heard);
    return heard.own().through() > state.snapshots().own().through()
        ? grown.with(state.window().restored(heard.own().through())).settle(state, now)
        : Step.stay(grown);
  }

  @Override
  public Step<LearnerState> onLaterEpoch(MemberId from, LearnerMessage.LaterEpoch later) {
    return overtaken(from);
  }

  @Override
  public Step<LearnerState> onOvertaken(LearnerNotice.Overtaken overtaken) {
    return overtaken(overtaken.by());
  }

  @Override
  public Step<LearnerState> onAhead(LearnerNotice.Ahead ahead) {
    return Step.stay(state.with(state.known().with(ahead.by(), ahead.through())));
  }

  /** The stop-sign of this epoch is chosen: at least one slot is, that is not known to be here. */
  private Step<LearnerState> overtaken(MemberId by) {
    Window window = state.window();
    return window.closed()
        ? Step.stay(state)
        : Step.stay(state.with(state.known().with(by, window.through() + 1)));
  }

  /** Time has passed: what is missing is asked for, what was said is said again. */
  Step<LearnerState> onTick() {
    Step<LearnerState> asked =
        state.gaps().onTick(state.window(), state.known(), now).then(state::asking);
    Step<LearnerState> confirmed =
        asked.then(this::repeatConfirm).then(this::repeatSnapshots).then(LearnerState::report);
    boolean overdue = state.counting().isPresent() && state.room().overdue(state.announced(), now);
    return overdue || state.untold()
        ? confirmed.then(LearnerState::mark).then(marked -> marked.announce(now))
        : confirmed;
  }

  private Step<LearnerState> repeatSnapshots(LearnerState asked) {
    return asked
        .snapshots()
        .onTick(asked.window().held(), now)
        .then(repeated -> Step.stay(asked.with(repeated)));
  }

  private Step<LearnerState> repeatConfirm(LearnerState asked) {
    return asked
        .reads()
        .map(
            reads ->
                reads.onTick(upTo(asked), now).then(repeated -> Step.stay(asked.with(repeated))))
        .orElse(Step.stay(asked));
  }
}
