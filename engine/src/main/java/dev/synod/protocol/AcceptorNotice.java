package dev.synod.protocol;

import java.util.List;

/** What the other roles of a member tell its acceptor. */
public sealed interface AcceptorNotice extends Notice {

  @Override
  default Role role() {
    return Role.ACCEPTOR;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /**
   * Every slot through this one is chosen, those voted for under exactly this ballot with the value
   * voted for (rule C2).
   *
   * @param closing a stop-sign is among them: the next epoch waits for this to be written
   */
  record Choose(Ballot ballot, long through, boolean closing) implements AcceptorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onChoose(this);
    }
  }

  /**
   * Values known to be chosen, from a member that knew it. They are no votes and leave the promise
   * untouched.
   *
   * @param first the slot of the first value; the others follow without a gap
   */
  record Learned(long first, List<Value> values) implements AcceptorNotice {
    /** Copies the list. */
    public Learned {
      values = List.copyOf(values);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLearned(this);
    }
  }

  /**
   * The state after a slot is safe in the own snapshot, or, where there is none, in those of enough
   * others, so the values through it may go (rules G1, W1).
   *
   * @param snapshot that slot
   * @param logTime of the state there, in milliseconds
   * @param needed the snapshots of all members cover this slot; what is above is kept for those
   *     that lag
   * @param tailBytes of that no more than the last values that have so many bytes together
   * @param configuration of the state in the snapshot
   * @param own whether it is the own snapshot: if not, only the journal can tell after a restart
   *     what the configuration is
   */
  record Release(
      long snapshot,
      long logTime,
      long needed,
      long tailBytes,
      Configuration configuration,
      boolean own)
      implements AcceptorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onRelease(this);
    }
  }

  /** The notary: the others know this disk, so it may vote (rule D1). */
  record Vouched() implements AcceptorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onVouched(this);
    }
  }

  /**
   * All members have executed the slots through this one and hold them durably, so the copies of
   * their values in memory may go. The journal keeps them: that is for {@link Release}.
   */
  record Clear(long through) implements AcceptorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onClear(this);
    }
  }

  /** One method per notice. */
  interface Cases<R> {
    /** Own votes turned out to be chosen. */
    R onChoose(Choose choose);

    /** Chosen values from elsewhere. */
    R onLearned(Learned learned);

    /** Values that are not needed any more. */
    R onRelease(Release release);

    /** The disk is known. */
    R onVouched(Vouched vouched);

    /** Values that nobody will ask for. */
    R onClear(Clear clear);
  }
}
