package dev.synod.wire;

import dev.synod.protocol.FounderMessage;
import dev.synod.protocol.FounderMessage.Admitted;
import dev.synod.protocol.FounderMessage.Founded;
import dev.synod.protocol.FounderMessage.Introduce;
import dev.synod.protocol.FounderMessage.Refused;
import dev.synod.protocol.FounderMessage.Store;
import dev.synod.protocol.FounderMessage.Stored;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;

/** What founders tell each other, put into the envelope that it is made for. */
record FounderCodec(Wire.Envelope.Builder envelope)
    implements FounderMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onIntroduce(MemberId from, Introduce introduce) {
    return envelope.setIntroduce(
        Wire.Introduce.newBuilder()
            .setSelf(MemberCodec.write(introduce.self()))
            .addAllRoster(introduce.roster()));
  }

  static Introduce read(Wire.Introduce introduce) {
    return new Introduce(MemberCodec.read(introduce.getSelf()), introduce.getRosterList());
  }

  @Override
  public Wire.Envelope.Builder onStore(MemberId from, Store store) {
    return envelope.setStore(
        Wire.Store.newBuilder().setFounding(MemberCodec.write(store.founding())));
  }

  static Store read(Wire.Store store) {
    return new Store(MemberCodec.read(store.getFounding()));
  }

  @Override
  public Wire.Envelope.Builder onStored(MemberId from, Stored stored) {
    return envelope.setStored(
        Wire.Stored.newBuilder().setFounding(MemberCodec.write(stored.founding())));
  }

  static Stored read(Wire.Stored stored) {
    return new Stored(MemberCodec.read(stored.getFounding()));
  }

  @Override
  public Wire.Envelope.Builder onFounded(MemberId from, Founded founded) {
    return envelope.setFounded(
        Wire.Founded.newBuilder().setFounding(MemberCodec.write(founded.founding())));
  }

  static Founded read(Wire.Founded founded) {
    return new Founded(MemberCodec.read(founded.getFounding()));
  }

  @Override
  public Wire.Envelope.Builder onAdmitted(MemberId from, Admitted admitted) {
    return envelope.setAdmitted(
        Wire.Admitted.newBuilder()
            .setFounding(MemberCodec.write(admitted.founding()))
            .setCurrent(MemberCodec.write(admitted.current())));
  }

  static Admitted read(Wire.Admitted admitted) {
    return new Admitted(
        MemberCodec.read(admitted.getFounding()), MemberCodec.read(admitted.getCurrent()));
  }

  @Override
  public Wire.Envelope.Builder onRefused(MemberId from, Refused refused) {
    return envelope.setRefused(Wire.Refused.newBuilder().setReason(refused.reason()));
  }

  static Refused read(Wire.Refused refused) {
    return new Refused(refused.getReason());
  }
}
