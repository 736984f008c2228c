package dev.synod.node;

import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;

/**
 * A member's postbox: puts each message into an envelope and gives it to the courier.
 *
 * @param cluster digest of the founding configuration; empty before the founding
 * @param epoch 0 before the founding
 */
record MemberPostbox(
    Courier courier,
    GroupName group,
    String cluster,
    long epoch,
    MemberId self,
    Incarnation incarnation)
    implements Postbox {

  @Override
  public void send(MemberId to, PaxosMessage message) {
    courier.carry(to, new Envelope(group, cluster, epoch, self, incarnation, message));
  }

  @Override
  public void post(Notice notice) {
    courier.post(notice);
  }
}
