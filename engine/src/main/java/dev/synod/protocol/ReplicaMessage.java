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
   */
  record ReadIndex(long request, long slot) implements ReplicaMessage {
    @Override
    public <R> R fold(MemberId from, Cases<R> cases) {
      return cases.onReadIndex(from, this);
    }
  }

  /** One method per message. */
  interface Cases<R> {
    /** How far to apply before a read. */
    R onReadIndex(MemberId from, ReadIndex index);
  }
}
