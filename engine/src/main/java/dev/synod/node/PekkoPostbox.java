package dev.synod.node;

import dev.synod.protocol.Envelope;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Notice;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.Postbox;

/**
 * The postbox over Pekko: puts each message into an envelope and tells the actor at the role's
 * path.
 *
 * @param cluster digest of the founding configuration; empty before the founding
 * @param epoch 0 before the founding
 */
record PekkoPostbox(
    Peers peers,
    GroupName group,
    String cluster,
    long epoch,
    MemberId self,
    Incarnation incarnation)
    implements Postbox {

  @Override
  public void send(MemberId to, PaxosMessage message) {
    Envelope envelope = new Envelope(group, cluster, epoch, self, incarnation, message);
    peers.of(to, message.role()).ifPresent(role -> role.tell(envelope));
  }

  @Override
  public void post(Notice notice) {
    peers.own(notice.role()).ifPresent(role -> role.tell(notice));
  }
}
