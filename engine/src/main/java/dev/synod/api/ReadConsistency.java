package dev.synod.api;

import java.time.Duration;

/**
 * What a read guarantees. Each kind is drawn here as time from left to right; {@code w} is a write
 * that was acknowledged at the bar, {@code r} the read from its call to its answer.
 */
public sealed interface ReadConsistency {
  /** {@link Linearizable}. */
  ReadConsistency LINEARIZABLE = new Linearizable();

  /** {@link Lease}. */
  ReadConsistency LEASE = new Lease();

  /** {@link Quorum}. */
  ReadConsistency QUORUM = new Quorum();

  /** {@link Local}. */
  ReadConsistency LOCAL = new Local();

  /**
   * {@link Bounded}.
   *
   * @throws IllegalArgumentException if it is negative, or longer than a day
   */
  static ReadConsistency bounded(Duration maxStaleness) {
    return new Bounded(maxStaleness);
  }

  /**
   * {@link AtLeast}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static ReadConsistency atLeast(long slot) {
    return new AtLeast(slot);
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(Cases<R> cases);

  /**
   * Sees every write that was acknowledged anywhere before the read began (rules R1, R3). Costs a
   * question to the leader and a round among the members, both shared by all reads that wait; while
   * the leader holds a lease, the question alone (rule R2).
   *
   * <pre>
   *   n1  |--w1--|
   *   n2              |----r----|        r sees w1, whoever leads, and whatever n2 had applied
   *   n3                |--w2--|         and may see w2 or not
   * </pre>
   */
  record Linearizable() implements ReadConsistency {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLinearizable();
    }
  }

  /**
   * As {@link Linearizable}, but costs no round: the leader holds a lease (rule R2), or says that
   * it does not, and the read fails. The group's configuration says whether there are leases; they
   * are as good as its bound of how much clocks drift, and a machine that is suspended whole, with
   * all its clocks, is outside of what they can stand.
   *
   * <pre>
   *   leader  |--w1--|
   *   voters    ...granted until here|                  the leader's clock ends it sooner
   *   n2                   |-r-|        |-r-| fails     the first r sees w1, and may see w2
   *   n3                 |--w2--|
   * </pre>
   */
  record Lease() implements ReadConsistency {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLease();
    }
  }

  /**
   * Sees every write that was acknowledged anywhere before the read began, and needs no leader
   * (rule R4): asks the voters for their highest slots, enough of them that each accept quorum has
   * one that answers, and waits until this node has applied the highest. A slot that is voted for,
   * and that nobody whom this node hears knows to be chosen, is waited for until a leader has
   * finished it: so just after a leader's end this may be no faster than the others.
   *
   * <pre>
   *   n1  |--w1--|
   *   n2             |----r----|        asks n1 and n3: "slot 17", waits for it: r sees w1
   *   n3                |--w2--|        and may see w2 or not
   * </pre>
   */
  record Quorum() implements ReadConsistency {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onQuorum();
    }
  }

  /**
   * Sees every write that was acknowledged anywhere more than {@code maxStaleness} before the read
   * began, as this node's monotonic clock measures it (rule R5). Where a round that this node has
   * asked for is no older, it is answered at once, with no message; else it asks for one, as {@link
   * Linearizable} does, and the reads after it profit.
   *
   * <pre>
   *   n1  |--w1--|                  |--w2--|
   *   n2             |....max....|     |-r-|     r sees w1, and need not see w2
   * </pre>
   *
   * @param maxStaleness from 0 to a day
   */
  record Bounded(Duration maxStaleness) implements ReadConsistency {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Refuses what is out of bounds. */
    public Bounded {
      if (maxStaleness.isNegative() || maxStaleness.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "staleness " + maxStaleness + " must be from 0 to " + LONGEST);
      }
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onBounded(this);
    }
  }

  /**
   * Sees the log through a slot, and perhaps more (rule R6): that of an {@link Outcome.Committed},
   * to read one's own writes, or of a {@link ReadResult}, never to go back behind what was seen.
   * Such a slot is the token: it means the same at every node of the group. Waits until this node
   * has applied as much, without asking anybody.
   *
   * <pre>
   *   n1  |--w1--| slot 17
   *   n2             |------r atLeast(17)------|     r sees w1
   *   n3                |-w2-| slot 18               and may see w2 or not
   * </pre>
   *
   * @param slot 0 or more; 0 is as good as {@link Local}
   */
  record AtLeast(long slot) implements ReadConsistency {
    /** Refuses what is out of bounds. */
    public AtLeast {
      if (slot < 0) {
        throw new IllegalArgumentException("slot " + slot + " must be at least 0");
      }
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onAtLeast(this);
    }
  }

  /**
   * Sees what this node has applied, however old that is. Costs nothing.
   *
   * <pre>
   *   n1  |--w1--|
   *   n2              |-r-|     r sees w1 or not
   * </pre>
   */
  record Local() implements ReadConsistency {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.onLocal();
    }
  }

  /** One method per kind. */
  interface Cases<R> {
    /** All that was acknowledged before. */
    R onLinearizable();

    /** The same, by a lease or not at all. */
    R onLease();

    /** The same, without a leader. */
    R onQuorum();

    /** All that was acknowledged so long before. */
    R onBounded(Bounded bounded);

    /** All through a slot. */
    R onAtLeast(AtLeast atLeast);

    /** What is there. */
    R onLocal();
  }
}
