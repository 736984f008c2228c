package dev.synod.protocol;

/** What notaries tell each other. */
public sealed interface NotaryMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.NOTARY;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /** This is how far the sender's disk has come: said to all, again and again. */
  record Present(Trace trace) implements NotaryMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onPresent(from, this);
    }
  }

  /**
   * Nothing that the sender knows speaks against that start, and it has noted it durably.
   *
   * @param token of the start
   */
  record Vouched(long token) implements NotaryMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onVouched(from, this);
    }
  }

  /**
   * The disk of that start is not the one that the sender knows, but an older copy of it, or it has
   * lost events.
   *
   * @param token of the start
   * @param reason what shows it, in a few words with the values that differ
   */
  record Doubted(long token, String reason) implements NotaryMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onDoubted(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** How far a disk has come. */
    R onPresent(MemberId from, Present present);

    /** The own disk is known. */
    R onVouched(MemberId from, Vouched vouched);

    /** The own disk is a copy. */
    R onDoubted(MemberId from, Doubted doubted);
  }
}
