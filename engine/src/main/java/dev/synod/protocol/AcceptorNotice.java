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
   */
  record Choose(Ballot ballot, long through) implements AcceptorNotice {
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
   * The state after a slot is safe in the own snapshot, so the values through it may go (rule G1).
   *
   * @param snapshot that slot
   * @param logTime of the state there, in milliseconds
   * @param needed the snapshots of all members cover this slot; what is above is kept for those
   *     that lag
   */
  record Release(long snapshot, long logTime, long needed) implements AcceptorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onRelease(this);
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
  }
}
