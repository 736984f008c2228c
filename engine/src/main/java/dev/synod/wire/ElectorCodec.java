package dev.synod.wire;

import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorMessage.HeartbeatAck;
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.ElectorMessage.PreVoteReply;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;

/** What electors tell each other, put into the envelope that it is made for. */
record ElectorCodec(Wire.Envelope.Builder envelope)
    implements ElectorMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onHeartbeat(MemberId from, Heartbeat heartbeat) {
    return envelope.setHeartbeat(
        Wire.Heartbeat.newBuilder()
            .setBallot(WordCodec.write(heartbeat.ballot()))
            .setSequence(heartbeat.sequence()));
  }

  static Heartbeat read(Wire.Heartbeat heartbeat) {
    return new Heartbeat(WordCodec.read(heartbeat.getBallot()), heartbeat.getSequence());
  }

  @Override
  public Wire.Envelope.Builder onHeartbeatAck(MemberId from, HeartbeatAck ack) {
    return envelope.setHeartbeatAck(
        Wire.HeartbeatAck.newBuilder()
            .setBallot(WordCodec.write(ack.ballot()))
            .setSequence(ack.sequence()));
  }

  static HeartbeatAck read(Wire.HeartbeatAck ack) {
    return new HeartbeatAck(WordCodec.read(ack.getBallot()), ack.getSequence());
  }

  @Override
  public Wire.Envelope.Builder onPreVote(MemberId from, PreVote preVote) {
    return envelope.setPreVote(Wire.PreVote.newBuilder().setAttempt(preVote.attempt()));
  }

  static PreVote read(Wire.PreVote preVote) {
    return new PreVote(preVote.getAttempt());
  }

  @Override
  public Wire.Envelope.Builder onPreVoteReply(MemberId from, PreVoteReply reply) {
    return envelope.setPreVoteReply(
        Wire.PreVoteReply.newBuilder()
            .setAttempt(reply.attempt())
            .setGranted(reply.granted())
            .setHighest(WordCodec.write(reply.highest())));
  }

  static PreVoteReply read(Wire.PreVoteReply reply) {
    return new PreVoteReply(
        reply.getAttempt(), reply.getGranted(), WordCodec.read(reply.getHighest()));
  }
}
