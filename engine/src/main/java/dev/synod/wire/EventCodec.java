package dev.synod.wire;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.Cut;
import dev.synod.membership.FounderEvent.AdmittedTo;
import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.notary.NotaryEvent.Noted;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;
import java.util.List;
import java.util.Optional;

/**
 * Events in journals. Reading throws IllegalArgumentException for a newer version and for what no
 * member writes: the journal's owner then stops, for an event that was skipped could be a promise
 * forgotten (rule A1).
 */
final class EventCodec {
  static final List<Form<?, ?>> FORMS =
      List.of(
          new Form<>(
              "AR",
              AcceptorEvent.Recorded.class,
              EventCodec::write,
              Wire.AcceptorRecorded.parser(),
              EventCodec::read),
          new Form<>(
              "FF",
              Formatted.class,
              EventCodec::write,
              Wire.FounderFormatted.parser(),
              EventCodec::read),
          new Form<>(
              "FS",
              StoredFounding.class,
              EventCodec::write,
              Wire.FounderStored.parser(),
              EventCodec::read),
          new Form<>(
              "FW",
              FoundedWith.class,
              EventCodec::write,
              Wire.FounderFoundedWith.parser(),
              EventCodec::read),
          new Form<>(
              "FA",
              AdmittedTo.class,
              EventCodec::write,
              Wire.FounderAdmittedTo.parser(),
              EventCodec::read),
          new Form<>(
              "NN", Noted.class, NotaryCodec::write, Wire.NotaryNoted.parser(), NotaryCodec::read));

  private EventCodec() {}

  private static Wire.AcceptorRecorded write(AcceptorEvent.Recorded event) {
    Wire.AcceptorRecorded.Builder recorded = Wire.AcceptorRecorded.newBuilder();
    event.cut().configuration().map(MemberCodec::write).ifPresent(recorded::setTruncatedEpoch);
    return recorded
        .setGroup(event.group().value())
        .setMember(event.member().value())
        .setIncarnation(WordCodec.write(event.incarnation()))
        .setCounter(event.counter())
        .setPromised(WordCodec.write(event.promised()))
        .setChosenThrough(event.chosenThrough())
        .addAllVotes(WordCodec.writeVotes(event.votes()))
        .setLearnedFirst(event.learnedFirst())
        .addAllLearned(WordCodec.writeValues(event.learned()))
        .setEpoch(event.epoch())
        .setTruncatedTo(event.cut().slot())
        .setTruncatedLogTime(event.cut().logTime())
        .setTruncatedEvents(event.cut().events())
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static AcceptorEvent.Recorded read(Wire.AcceptorRecorded event) {
    WordCodec.requireReadable(event.getVersion());
    return new AcceptorEvent.Recorded(
        new GroupName(event.getGroup()),
        new MemberId(event.getMember()),
        WordCodec.read(event.getIncarnation()),
        WordCodec.fromZero("counter", event.getCounter()),
        Math.max(1, event.getEpoch()),
        WordCodec.read(event.getPromised()),
        WordCodec.fromZero("chosen through", event.getChosenThrough()),
        WordCodec.readVotes(event.getVotesList()),
        WordCodec.fromZero("first learned", event.getLearnedFirst()),
        WordCodec.readValues(event.getLearnedList()),
        new Cut(
            WordCodec.fromZero("truncated to", event.getTruncatedTo()),
            WordCodec.fromZero("truncated log time", event.getTruncatedLogTime()),
            WordCodec.fromZero("truncated events", event.getTruncatedEvents()),
            event.hasTruncatedEpoch()
                ? Optional.of(MemberCodec.read(event.getTruncatedEpoch()))
                : Optional.empty()));
  }

  private static Wire.FounderFormatted write(Formatted event) {
    return Wire.FounderFormatted.newBuilder()
        .setGroup(event.group().value())
        .setMember(event.member().value())
        .setIncarnation(WordCodec.write(event.incarnation()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static Formatted read(Wire.FounderFormatted event) {
    WordCodec.requireReadable(event.getVersion());
    return new Formatted(
        new GroupName(event.getGroup()),
        new MemberId(event.getMember()),
        WordCodec.read(event.getIncarnation()));
  }

  private static Wire.FounderStored write(StoredFounding event) {
    return Wire.FounderStored.newBuilder()
        .setFounding(MemberCodec.write(event.founding()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static StoredFounding read(Wire.FounderStored event) {
    WordCodec.requireReadable(event.getVersion());
    return new StoredFounding(MemberCodec.read(event.getFounding()));
  }

  private static Wire.FounderFoundedWith write(FoundedWith event) {
    return Wire.FounderFoundedWith.newBuilder()
        .setFounding(MemberCodec.write(event.founding()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static FoundedWith read(Wire.FounderFoundedWith event) {
    WordCodec.requireReadable(event.getVersion());
    return new FoundedWith(MemberCodec.read(event.getFounding()));
  }

  private static Wire.FounderAdmittedTo write(AdmittedTo event) {
    return Wire.FounderAdmittedTo.newBuilder()
        .setFounding(MemberCodec.write(event.founding()))
        .setCurrent(MemberCodec.write(event.current()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static AdmittedTo read(Wire.FounderAdmittedTo event) {
    WordCodec.requireReadable(event.getVersion());
    return new AdmittedTo(
        MemberCodec.read(event.getFounding()), MemberCodec.read(event.getCurrent()));
  }
}
