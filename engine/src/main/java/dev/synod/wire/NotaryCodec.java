package dev.synod.wire;

import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.notary.Sighting;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.NotaryMessage;
import dev.synod.protocol.NotaryMessage.Doubted;
import dev.synod.protocol.NotaryMessage.Present;
import dev.synod.protocol.NotaryMessage.Vouched;
import dev.synod.protocol.Trace;
import dev.synod.wire.proto.Wire;
import java.util.Optional;

/** What notaries tell each other, put into the envelope that it is made for, and what they note. */
record NotaryCodec(Wire.Envelope.Builder envelope)
    implements NotaryMessage.Cases<Wire.Envelope.Builder> {

  @Override
  public Wire.Envelope.Builder onPresent(MemberId from, Present present) {
    return envelope.setPresent(Wire.Present.newBuilder().setTrace(write(present.trace())));
  }

  static Present read(Wire.Present present) {
    return new Present(read(present.getTrace()));
  }

  @Override
  public Wire.Envelope.Builder onVouched(MemberId from, Vouched vouched) {
    return envelope.setVouched(Wire.Vouched.newBuilder().setToken(vouched.token()));
  }

  static Vouched read(Wire.Vouched vouched) {
    return new Vouched(vouched.getToken());
  }

  @Override
  public Wire.Envelope.Builder onDoubted(MemberId from, Doubted doubted) {
    return envelope.setDoubted(
        Wire.Doubted.newBuilder().setToken(doubted.token()).setReason(doubted.reason()));
  }

  static Doubted read(Wire.Doubted doubted) {
    return new Doubted(doubted.getToken(), doubted.getReason());
  }

  private static Wire.Trace write(Trace trace) {
    return Wire.Trace.newBuilder()
        .setStarts(trace.starts())
        .addAllTokens(trace.tokens())
        .setReplayed(trace.replayed())
        .setEvents(trace.events())
        .build();
  }

  private static Trace read(Wire.Trace trace) {
    return new Trace(
        trace.getStarts(), trace.getTokensList(), trace.getReplayed(), trace.getEvents());
  }

  static Wire.NotaryNoted write(Noted noted) {
    return Wire.NotaryNoted.newBuilder()
        .setOwn(write(noted.own()))
        .addAllSeen(noted.seen().stream().map(NotaryCodec::write).toList())
        .setDisowned(noted.disowned().orElse(""))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  static Noted read(Wire.NotaryNoted noted) {
    WordCodec.requireReadable(noted.getVersion());
    return new Noted(
        read(noted.getOwn()),
        noted.getSeenList().stream().map(NotaryCodec::read).toList(),
        Optional.of(noted.getDisowned()).filter(line -> !line.isEmpty()));
  }

  private static Wire.Sighting write(Sighting sighting) {
    return Wire.Sighting.newBuilder()
        .setMember(sighting.member().value())
        .setDisk(WordCodec.write(sighting.disk()))
        .setStarts(sighting.starts())
        .setToken(sighting.token())
        .setEvents(sighting.events())
        .build();
  }

  private static Sighting read(Wire.Sighting sighting) {
    return new Sighting(
        new MemberId(sighting.getMember()),
        WordCodec.read(sighting.getDisk()),
        WordCodec.fromOne("starts", sighting.getStarts()),
        sighting.getToken(),
        WordCodec.fromZero("events", sighting.getEvents()));
  }
}
