package dev.synod.protocol;

/** What the other roles of a member tell its elector. */
public sealed interface ElectorNotice extends Notice {

  @Override
  default Role role() {
    return Role.ELECTOR;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /** The acceptor: the journal is replayed, this is the promise; elections may begin. */
  record Recovered(Ballot promised) implements ElectorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onRecovered(this);
    }
  }

  /** The proposer: phase 1 succeeded. */
  record Elected(Ballot ballot) implements ElectorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onElected(this);
    }
  }

  /**
   * The proposer: the campaign failed or the lead is lost.
   *
   * @param highest the highest ballot known to it
   */
  record Deposed(Ballot highest) implements ElectorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onDeposed(this);
    }
  }

  /**
   * The proposer: what it has proposed under this ballot is not chosen for too long, whoever
   * answers heartbeats (rule L6).
   */
  record Stuck(Ballot ballot) implements ElectorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onStuck(this);
    }
  }

  /**
   * The acceptor's watchdog: whether a write has been out for longer than its deadline (rule L6).
   */
  record DiskStalled(boolean stalled) implements ElectorNotice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onDiskStalled(this);
    }
  }

  /** One method per notice. */
  interface Cases<R> {
    /** Elections may begin. */
    R onRecovered(Recovered recovered);

    /** This member leads. */
    R onElected(Elected elected);

    /** This member does not lead. */
    R onDeposed(Deposed deposed);

    /** The lead does not get on. */
    R onStuck(Stuck stuck);

    /** The disk hangs, or no longer does. */
    R onDiskStalled(DiskStalled disk);
  }
}
