package dev.synod.protocol;

import java.util.List;

/** What members tell a learner. */
public sealed interface LearnerMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.LEARNER;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /**
   * Phase 2b, to the learner beside the proposer: these slots are durably voted for under this
   * ballot.
   *
   * @param slots each named, never "all up to" (rule C3)
   */
  record Accepted(Ballot ballot, List<Long> slots) implements LearnerMessage {
    /** Copies the list. */
    public Accepted {
      slots = List.copyOf(slots);
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onAccepted(from, this);
    }
  }

  /**
   * The leader's learner to all others: every slot through this one is chosen. A receiver may take
   * its own votes for them only where they are under exactly this ballot (rule C2).
   */
  record Chosen(Ballot ballot, long through) implements LearnerMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onChosen(from, this);
    }
  }

  /**
   * Chosen values that were asked for.
   *
   * @param from the slot of the first value; the others follow without a gap
   * @param chosenThrough how far the sender knows, at least the last slot sent
   * @param truncatedTo the sender has no values of the slots through this one any more
   */
  record CatchUpPage(long from, List<Value> values, long chosenThrough, long truncatedTo)
      implements LearnerMessage {
    /** Copies the list. */
    public CatchUpPage {
      values = List.copyOf(values);
    }

    @Override
    public boolean outlivesEpochs() {
      return true;
    }

    @Override
    public <R> R fold(MemberId sender, Cases<R> cases) {
      return cases.onCatchUpPage(sender, this);
    }
  }

  /**
   * The acceptor's promise is still exactly this ballot (rule R1).
   *
   * @param leaseMillis so long after the question came, the acceptor refuses all other candidates
   *     (rule E1); 0: it may promise anything
   */
  record Confirmed(Ballot ballot, long round, long leaseMillis) implements LearnerMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onConfirmed(from, this);
    }
  }

  /**
   * A replica asks the leader how far it must have applied to serve the reads that wait (rule R3).
   *
   * @param request the replica's number for them, growing within a run
   * @param leaseOnly no round is to be made for them: it holds a lease, or says that it does not
   */
  record ReadIndexAsk(long request, boolean leaseOnly) implements LearnerMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onReadIndexAsk(from, this);
    }
  }

  /**
   * The sender's snapshot, safe on its disk, covers the slots through this one: it will never ask
   * for their values again. It is a fact in any epoch, and how a witness that has missed some of
   * them learns where it may go on.
   *
   * @param logTime of the state there, in milliseconds
   * @param configuration of the epoch of the next slot
   * @param disk the one that the snapshot is on
   */
  record Snapshotted(long through, long logTime, Configuration configuration, Incarnation disk)
      implements LearnerMessage {
    @Override
    public boolean outlivesEpochs() {
      return true;
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onSnapshotted(from, this);
    }
  }

  /**
   * To a member in an earlier epoch, whatever it said: it lacks at least the stop-sign of its epoch
   * (rule M4).
   */
  record LaterEpoch() implements LearnerMessage {
    @Override
    public boolean outlivesEpochs() {
      return true;
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onLaterEpoch(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** Phase 2b. */
    R onAccepted(MemberId from, Accepted accepted);

    /** What the leader found chosen. */
    R onChosen(MemberId from, Chosen chosen);

    /** Chosen values. */
    R onCatchUpPage(MemberId from, CatchUpPage page);

    /** A read's confirmation. */
    R onConfirmed(MemberId from, Confirmed confirmed);

    /** Reads that wait. */
    R onReadIndexAsk(MemberId from, ReadIndexAsk ask);

    /** How far a member's snapshot reaches. */
    R onSnapshotted(MemberId from, Snapshotted snapshotted);

    /** The own epoch is over. */
    R onLaterEpoch(MemberId from, LaterEpoch later);
  }
}
