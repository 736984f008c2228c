package dev.synod.protocol;

/** How batches become bytes: the proposer writes them once, replicas read them. Made in wire. */
public interface BatchCodec {
  /** The batch as a value stamped with the leader's log time, in milliseconds. */
  Value.Commands encode(Batch batch, long logTime);

  /** The batch in a value; one that can't be read is a breach. */
  Batch decode(Value.Commands value);
}
