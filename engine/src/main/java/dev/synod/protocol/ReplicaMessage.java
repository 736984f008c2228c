package dev.synod.protocol;

/** What members tell a replica. */
public sealed interface ReplicaMessage extends PaxosMessage {

  @Override
  default Role role() {
    return Role.REPLICA;
  }

  /** Calls the method of {@code cases} that fits. */
  <R> R fold(MemberId from, Cases<R> cases);

  /**
   * The leader's answer: once this slot is applied, the reads of that request are linearizable
   * (rule R3).
   *
   * @param slot 0 if no more than a lease was asked for, and it holds none
   * @param leased it holds a lease (rule R2)
   */
  record ReadIndex(long request, long slot, boolean leased) implements ReplicaMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onReadIndex(from, this);
    }
  }

  /**
   * Asks for a part of the newest snapshot, or of one that was begun with.
   *
   * @param slot the snapshot's; 0 for the newest
   * @param offset of the part, in bytes
   * @param above one of this slot, or of an earlier one, is of no use to the asker
   */
  record FetchSnapshot(long slot, long offset, long above) implements ReplicaMessage {
    @Override
    public boolean outlivesEpochs() {
      return true;
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onFetchSnapshot(from, this);
    }
  }

  /**
   * A part of a snapshot (rule G5).
   *
   * @param slot the snapshot holds the state after this slot
   * @param digest of the whole, SHA-256 in hex: parts of two members are of one snapshot if slot
   *     and digest are equal
   * @param size of the whole, in bytes
   * @param offset of this part, in bytes
   * @param part the bytes, with what Pekko Serialization needs to read the whole
   */
  record SnapshotPart(long slot, String digest, long size, long offset, Payload part)
      implements ReplicaMessage {
    @Override
    public boolean outlivesEpochs() {
      return true;
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onSnapshotPart(from, this);
    }
  }

  /**
   * The sender has saved its state after a slot: everybody's must be the same (rule G6). No fact
   * for other epochs: it is this very disk's.
   *
   * @param form how states become bytes: only hashes of the same form can be compared
   * @param hash of the state, in hex
   * @param answer to a member that has another state there; nobody answers an answer
   */
  record StateKept(long slot, String form, String hash, boolean answer) implements ReplicaMessage {
    /** The same, as an answer or not. */
    public StateKept answering(boolean whether) {
      return new StateKept(slot, form, hash, whether);
    }

    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onStateKept(from, this);
    }
  }

  /**
   * An acceptor's answer: it has voted for no slot above this one in this epoch, and knows none to
   * be chosen (rule R4).
   */
  record Surveyed(long request, long slot) implements ReplicaMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onSurveyed(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** How far to apply before a read. */
    R onReadIndex(MemberId from, ReadIndex index);

    /** How far an acceptor's votes go. */
    R onSurveyed(MemberId from, Surveyed surveyed);

    /** Another member needs a snapshot. */
    R onFetchSnapshot(MemberId from, FetchSnapshot fetch);

    /** A part of a snapshot. */
    R onSnapshotPart(MemberId from, SnapshotPart part);

    /** What state another member has come to. */
    R onStateKept(MemberId from, StateKept kept);
  }
}
