package dev.synod.protocol;

import java.util.Comparator;

/**
 * The number of one attempt to lead (Paxos Made Simple, section 2.2): ordered by epoch, then round,
 * then member, so that two members never share one (rule B1). A member uses a ballot for a single
 * attempt in its life, because its own acceptor has promised it durably before the first Prepare
 * leaves (rule B2). A ballot therefore names the attempt as well: no other nonce is needed (B4).
 *
 * @param epoch the configuration that the attempt is made in; 0 only in {@link #NONE}
 * @param round at least 1 for every ballot that is led; 0 in {@link #NONE}, and in the ballot that
 *     a participant of an atomic commit owns, for its own vote
 */
public record Ballot(long epoch, long round, MemberId member) implements Comparable<Ballot> {
  /** Below every ballot that anyone proposes under: the promise of an acceptor that made none. */
  public static final Ballot NONE = new Ballot(0, 0, new MemberId("0"));

  private static final long ROUND_JUMP = 1L << 40;

  private static final Comparator<Ballot> ORDER =
      Comparator.comparingLong(Ballot::epoch)
          .thenComparingLong(Ballot::round)
          .thenComparing(Ballot::member);

  /** Refuses negative numbers, which no attempt has. */
  public Ballot {
    if (epoch < 0 || round < 0) {
      throw new IllegalArgumentException(
          "ballot (" + epoch + "," + round + ") must not be negative");
    }
  }

  @Override
  public int compareTo(Ballot other) {
    return ORDER.compare(this, other);
  }

  /** Whether this ballot is strictly above the other. */
  public boolean above(Ballot other) {
    return compareTo(other) > 0;
  }

  /** Whether this ballot is strictly below the other. */
  public boolean below(Ballot other) {
    return compareTo(other) < 0;
  }

  /** The higher of the two. */
  public Ballot max(Ballot other) {
    return below(other) ? other : this;
  }

  /**
   * Whether its round is so far above the other's that it is damage, and must not use up rounds
   * (rule B6).
   */
  public boolean leapsOver(Ballot known) {
    return round - known.round > ROUND_JUMP;
  }

  /** The ballot of a fresh attempt by {@code self} above everything seen so far (rule B5). */
  public Ballot next(long currentEpoch, MemberId self) {
    return new Ballot(currentEpoch, round + 1, self);
  }

  @Override
  public String toString() {
    return epoch + "." + round + "." + member;
  }
}
