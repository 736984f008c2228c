package dev.synod.testkit.law;

import dev.synod.acceptor.AcceptorEvent.Recorded;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Payload;
import dev.synod.protocol.ReplicaNotice;

/** Sees all that happens in a run, as it happens, and takes no part in it. */
public interface Onlooker {
  /** An event of this member's acceptor has become durable. */
  default void durable(MemberId member, Recorded event) {}

  /** A member has lost writes that it had not synced, with its power. */
  default void lostTail(MemberId member, int records) {}

  /** A member drops a record that was half written when its power failed. */
  default void tornTail(MemberId member) {}

  /** The snapshot of a member's state after this slot has become durable. */
  default void saved(MemberId member, long slot) {}

  /** A member has read its newest snapshot, of the state after this slot, to begin or to lend. */
  default void loaded(MemberId member, long slot) {}

  /** The events of a member's acceptor through this one are deleted for good. */
  default void deleted(MemberId member, long through) {}

  /** A member has said something, to another or to itself. */
  default void said(MemberId from, MemberId to, PaxosMessage message) {}

  /** A role of this member has told another one something. */
  default void posted(MemberId member, Notice notice) {}

  /** A member's learner has handed values to its replica; {@link #posted} tells it, too. */
  default void delivered(MemberId member, ReplicaNotice.Deliver deliver) {}

  /** A member's machine begins to apply this command of a user, which stands in this slot. */
  default void applied(MemberId member, long slot, Payload command) {}

  /**
   * What a member's machine holds before it applies the first command of this slot; told for some
   * slots.
   *
   * @param digest of the state's snapshot
   */
  default void reached(MemberId member, long slot, int digest) {}

  /** A member has been started, with the disk of its last life or an empty one. */
  default void started(MemberId member, boolean emptyDisk) {}

  /** An older copy of its disk has taken the place of a member's, which is down. */
  default void setBack(MemberId member) {}

  /** It has become durable that this member's disk is an older copy, which must not vote. */
  default void disowned(MemberId member) {}

  /** A member has reported its view. */
  default void reported(GroupStatus status) {}

  /** A client was told how its command ended. */
  default void answered(Outcome<?> outcome) {}
}
