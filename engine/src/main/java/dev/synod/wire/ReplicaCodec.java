package dev.synod.wire;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.wire.proto.Wire;

/** What replicas are told, put into the envelope that it is made for. */
record ReplicaCodec(Wire.Envelope.Builder envelope)
    implements ReplicaMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onReadIndex(MemberId from, ReadIndex index) {
    return envelope.setReadIndex(
        Wire.ReadIndex.newBuilder().setRequest(index.request()).setSlot(index.slot()));
  }

  static ReadIndex read(Wire.ReadIndex index) {
    return new ReadIndex(index.getRequest(), WordCodec.fromZero("slot", index.getSlot()));
  }
}
