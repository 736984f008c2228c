package dev.synod.wire;

import dev.synod.protocol.AcceptorMessage;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.NotaryMessage;
import dev.synod.protocol.PaxosMessage;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.RegistrarMessage;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.wire.proto.Wire;

/**
 * Messages between members, with all that the receiver must check first (rules B4, M4). Reading
 * throws IllegalArgumentException for what no member writes; the message is then as good as lost.
 */
final class MessageCodec {
  static final Form<Envelope, Wire.Envelope> FORM =
      new Form<>(
          "E", Envelope.class, MessageCodec::write, Wire.Envelope.parser(), MessageCodec::read);

  private MessageCodec() {}

  static Wire.Envelope write(Envelope envelope) {
    Wire.Envelope.Builder header =
        Wire.Envelope.newBuilder()
            .setVersion(WordCodec.FORMAT)
            .setGroup(envelope.group().value())
            .setCluster(envelope.cluster())
            .setEpoch(envelope.epoch())
            .setFrom(envelope.from().value())
            .setIncarnation(WordCodec.write(envelope.incarnation()));
    return write(envelope.from(), envelope.message(), header).build();
  }

  private static Wire.Envelope.Builder write(
      MemberId from, PaxosMessage message, Wire.Envelope.Builder to) {
    return switch (message.role()) {
      case ACCEPTOR -> ((AcceptorMessage) message).fold(from, new AcceptorCodec(to));
      case PROPOSER -> ((ProposerMessage) message).fold(from, new ProposerCodec(to));
      case LEARNER -> ((LearnerMessage) message).fold(from, new LearnerCodec(to));
      case ELECTOR -> ((ElectorMessage) message).fold(from, new ElectorCodec(to));
      case REPLICA -> ((ReplicaMessage) message).fold(from, new ReplicaCodec(to));
      case REGISTRAR -> ((RegistrarMessage) message).fold(from, new RegistrarCodec(to));
      case NOTARY -> ((NotaryMessage) message).fold(from, new NotaryCodec(to));
      case FOUNDER -> ((FounderMessage) message).fold(from, new FounderCodec(to));
    };
  }

  static Envelope read(Wire.Envelope envelope) {
    WordCodec.requireReadable(envelope.getVersion());
    return new Envelope(
        new GroupName(envelope.getGroup()),
        envelope.getCluster(),
        WordCodec.fromZero("epoch", envelope.getEpoch()),
        new MemberId(envelope.getFrom()),
        WordCodec.read(envelope.getIncarnation()),
        readMessage(envelope));
  }

  private static PaxosMessage readMessage(Wire.Envelope envelope) {
    return switch (envelope.getMessageCase()) {
      case PREPARE -> AcceptorCodec.read(envelope.getPrepare());
      case ACCEPT -> AcceptorCodec.read(envelope.getAccept());
      case CONFIRM -> AcceptorCodec.read(envelope.getConfirm());
      case CATCH_UP -> AcceptorCodec.read(envelope.getCatchUp());
      case SURVEY -> AcceptorCodec.read(envelope.getSurvey());
      case PROMISE -> ProposerCodec.read(envelope.getPromise());
      case NACK -> ProposerCodec.read(envelope.getNack());
      case SUBMIT -> ProposerCodec.read(envelope.getSubmit());
      case REACH -> ProposerCodec.read(envelope.getReach());
      case ACCEPTED -> LearnerCodec.read(envelope.getAccepted());
      case CHOSEN -> LearnerCodec.read(envelope.getChosen());
      case CATCH_UP_PAGE -> LearnerCodec.read(envelope.getCatchUpPage());
      case CONFIRMED -> LearnerCodec.read(envelope.getConfirmed());
      case READ_INDEX_ASK -> LearnerCodec.read(envelope.getReadIndexAsk());
      case SNAPSHOTTED -> LearnerCodec.read(envelope.getSnapshotted());
      case LATER_EPOCH -> new LearnerMessage.LaterEpoch();
      case HEARTBEAT -> ElectorCodec.read(envelope.getHeartbeat());
      case HEARTBEAT_ACK -> ElectorCodec.read(envelope.getHeartbeatAck());
      case PRE_VOTE -> ElectorCodec.read(envelope.getPreVote());
      case PRE_VOTE_REPLY -> ElectorCodec.read(envelope.getPreVoteReply());
      case READ_INDEX -> ReplicaCodec.read(envelope.getReadIndex());
      case FETCH_SNAPSHOT -> ReplicaCodec.read(envelope.getFetchSnapshot());
      case SNAPSHOT_PART -> ReplicaCodec.read(envelope.getSnapshotPart());
      case STATE_KEPT -> ReplicaCodec.read(envelope.getStateKept());
      case SURVEYED -> ReplicaCodec.read(envelope.getSurveyed());
      case INTRODUCE -> FounderCodec.read(envelope.getIntroduce());
      case STORE -> FounderCodec.read(envelope.getStore());
      case STORED -> FounderCodec.read(envelope.getStored());
      case FOUNDED -> FounderCodec.read(envelope.getFounded());
      case REFUSED -> FounderCodec.read(envelope.getRefused());
      case ADMITTED -> FounderCodec.read(envelope.getAdmitted());
      case REPORT -> RegistrarCodec.read(envelope.getReport());
      case CHANGE -> RegistrarCodec.read(envelope.getChange());
      case REFUSAL -> RegistrarCodec.read(envelope.getRefusal());
      case PRESENT -> NotaryCodec.read(envelope.getPresent());
      case VOUCHED -> NotaryCodec.read(envelope.getVouched());
      case DOUBTED -> NotaryCodec.read(envelope.getDoubted());
      case MESSAGE_NOT_SET ->
          throw new IllegalArgumentException(
              "an envelope without a message that this release knows");
    };
  }
}
