package dev.synod.wire;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.Cut;
import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.MemberId;
import dev.synod.wire.proto.Wire;
import java.util.List;

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
              EventCodec::read));

  private EventCodec() {}

  private static Wire.AcceptorRecorded write(AcceptorEvent.Recorded event) {
    return Wire.AcceptorRecorded.newBuilder()
        .setGroup(event.group().value())
        .setMember(event.member().value())
        .setIncarnation(WordCodec.write(event.incarnation()))
        .setCounter(event.counter())
        .setPromised(WordCodec.write(event.promised()))
        .setChosenThrough(event.chosenThrough())
        .addAllVotes(WordCodec.writeVotes(event.votes()))
        .setLearnedFirst(event.learnedFirst())
        .addAllLearned(WordCodec.writeValues(event.learned()))
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
        WordCodec.read(event.getPromised()),
        WordCodec.fromZero("chosen through", event.getChosenThrough()),
        WordCodec.readVotes(event.getVotesList()),
        WordCodec.fromZero("first learned", event.getLearnedFirst()),
        WordCodec.readValues(event.getLearnedList()),
        new Cut(
            WordCodec.fromZero("truncated to", event.getTruncatedTo()),
            WordCodec.fromZero("truncated log time", event.getTruncatedLogTime()),
            WordCodec.fromZero("truncated events", event.getTruncatedEvents())));
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
        .setFounding(WordCodec.write(event.founding()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static StoredFounding read(Wire.FounderStored event) {
    WordCodec.requireReadable(event.getVersion());
    return new StoredFounding(WordCodec.read(event.getFounding()));
  }

  private static Wire.FounderFoundedWith write(FoundedWith event) {
    return Wire.FounderFoundedWith.newBuilder()
        .setFounding(WordCodec.write(event.founding()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static FoundedWith read(Wire.FounderFoundedWith event) {
    WordCodec.requireReadable(event.getVersion());
    return new FoundedWith(WordCodec.read(event.getFounding()));
  }
}
