package dev.synod.protocol;

/** What members ask of an acceptor. */
public sealed interface AcceptorMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.ACCEPTOR;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /**
   * Phase 1a: promise this ballot for every slot, and tell what you hold from a slot on (rule L1).
   * Asked again under the same ballot it only reads, which is how the pages of an answer are
   * fetched.
   *
   * @param from first slot of the page asked for, at least 1
   */
  record Prepare(Ballot ballot, long from) implements AcceptorMessage {
    @Override
    public <R> R fold(MemberId sender, Cases<R> cases) {
      return cases.onPrepare(sender, this);
    }
  }

  /**
   * Phase 2a: vote for this value in this slot under this ballot (rule A2).
   *
   * @param chosenThrough what the {@link LearnerMessage.Chosen} of this ballot would say by now; 0
   *     if nothing
   */
  record Accept(Ballot ballot, long slot, Value value, long chosenThrough)
      implements AcceptorMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onAccept(from, this);
    }
  }

  /**
   * Asks whether the promise still is exactly this ballot, for a read that waits (rule R1) or,
   * where the epoch has leases, for the next ones (rule E1).
   *
   * @param round tells later confirmations from earlier ones
   */
  record Confirm(Ballot ballot, long round) implements AcceptorMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onConfirm(from, this);
    }
  }

  /**
   * Asks for chosen values.
   *
   * @param from the first slot that the asker lacks, at least 1
   */
  record CatchUp(long from) implements AcceptorMessage {
    @Override
    public boolean outlivesEpochs() {
      return true;
    }

    @Override
    public <R> R fold(MemberId sender, Cases<R> cases) {
      return cases.onCatchUp(sender, this);
    }
  }

  /**
   * Asks for the highest slot that this acceptor has voted for, or knows to be chosen or gone: for
   * reads that need no leader (rule R4).
   *
   * @param request the asking replica's number, which the answer repeats
   */
  record Survey(long request) implements AcceptorMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onSurvey(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** Phase 1a. */
    R onPrepare(MemberId from, Prepare prepare);

    /** Phase 2a. */
    R onAccept(MemberId from, Accept accept);

    /** A read's confirmation. */
    R onConfirm(MemberId from, Confirm confirm);

    /** A request for chosen values. */
    R onCatchUp(MemberId from, CatchUp catchUp);

    /** A question for the highest slot. */
    R onSurvey(MemberId from, Survey survey);
  }
}
