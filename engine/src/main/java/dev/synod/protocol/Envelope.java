package dev.synod.protocol;

/**
 * A message between members with what the receiver must check before it reads it (rules B4, M4).
 *
 * @param cluster digest of the founding configuration; empty while the sender does not know it
 * @param epoch the sender's configuration; 0 while it has none
 * @param incarnation the sender's disk
 */
public record Envelope(
    GroupName group,
    String cluster,
    long epoch,
    MemberId from,
    Incarnation incarnation,
    PaxosMessage message)
    implements Mail {}
