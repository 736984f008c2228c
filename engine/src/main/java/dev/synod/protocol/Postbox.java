package dev.synod.protocol;

/** How a role speaks. Never blocks, never throws; what it sends may be lost. */
public interface Postbox {
  /** Sends to the role that the message is for, at that member; the member may be this one. */
  void send(MemberId to, PaxosMessage message);

  /** Tells another role of this member; never lost while both live. */
  void post(Notice notice);
}
