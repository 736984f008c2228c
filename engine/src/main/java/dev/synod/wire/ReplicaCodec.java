package dev.synod.wire;

import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaMessage;
import dev.synod.protocol.ReplicaMessage.FetchSnapshot;
import dev.synod.protocol.ReplicaMessage.ReadIndex;
import dev.synod.protocol.ReplicaMessage.SnapshotPart;
import dev.synod.protocol.ReplicaMessage.StateKept;
import dev.synod.protocol.ReplicaMessage.Surveyed;
import dev.synod.wire.proto.Wire;

/** What replicas are told, put into the envelope that it is made for. */
record ReplicaCodec(Wire.Envelope.Builder envelope)
    implements ReplicaMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onReadIndex(MemberId from, ReadIndex index) {
    return envelope.setReadIndex(
        Wire.ReadIndex.newBuilder()
            .setRequest(index.request())
            .setSlot(index.slot())
            .setLeased(index.leased()));
  }

  static ReadIndex read(Wire.ReadIndex index) {
    return new ReadIndex(
        index.getRequest(), WordCodec.fromZero("slot", index.getSlot()), index.getLeased());
  }

  @Override
  public Wire.Envelope.Builder onSurveyed(MemberId from, Surveyed surveyed) {
    return envelope.setSurveyed(
        Wire.Surveyed.newBuilder().setRequest(surveyed.request()).setSlot(surveyed.slot()));
  }

  static Surveyed read(Wire.Surveyed surveyed) {
    return new Surveyed(surveyed.getRequest(), WordCodec.fromZero("slot", surveyed.getSlot()));
  }

  @Override
  public Wire.Envelope.Builder onFetchSnapshot(MemberId from, FetchSnapshot fetch) {
    return envelope.setFetchSnapshot(
        Wire.FetchSnapshot.newBuilder()
            .setSlot(fetch.slot())
            .setOffset(fetch.offset())
            .setAbove(fetch.above()));
  }

  static FetchSnapshot read(Wire.FetchSnapshot fetch) {
    return new FetchSnapshot(
        WordCodec.fromZero("slot", fetch.getSlot()),
        WordCodec.fromZero("offset", fetch.getOffset()),
        WordCodec.fromZero("above", fetch.getAbove()));
  }

  @Override
  public Wire.Envelope.Builder onSnapshotPart(MemberId from, SnapshotPart part) {
    return envelope.setSnapshotPart(
        Wire.SnapshotPart.newBuilder()
            .setSlot(part.slot())
            .setDigest(part.digest())
            .setSize(part.size())
            .setOffset(part.offset())
            .setPart(WordCodec.write(part.part())));
  }

  static SnapshotPart read(Wire.SnapshotPart part) {
    return new SnapshotPart(
        WordCodec.fromOne("slot", part.getSlot()),
        part.getDigest(),
        WordCodec.fromOne("size", part.getSize()),
        WordCodec.fromZero("offset", part.getOffset()),
        WordCodec.read(part.getPart()));
  }

  @Override
  public Wire.Envelope.Builder onStateKept(MemberId from, StateKept kept) {
    return envelope.setStateKept(
        Wire.StateKept.newBuilder()
            .setSlot(kept.slot())
            .setForm(kept.form())
            .setHash(kept.hash())
            .setAnswer(kept.answer()));
  }

  static StateKept read(Wire.StateKept kept) {
    return new StateKept(
        WordCodec.fromOne("slot", kept.getSlot()),
        kept.getForm(),
        kept.getHash(),
        kept.getAnswer());
  }
}
