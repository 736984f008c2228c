package dev.synod.wire;

import dev.synod.api.Choice;
import dev.synod.api.CommitProtocol;
import dev.synod.api.TransactionId;
import dev.synod.commit.CommitMessage;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.commit.ThreePhaseMessage;
import dev.synod.commit.TwoPhaseMessage;
import dev.synod.protocol.MemberId;
import dev.synod.transaction.Circle;
import dev.synod.transaction.Finished;
import dev.synod.transaction.Note;
import dev.synod.transaction.TransactionEvent.Recorded;
import dev.synod.transaction.TransactionMessage.Announced;
import dev.synod.transaction.TransactionMessage.Inquired;
import dev.synod.transaction.TransactionMessage.Released;
import dev.synod.transaction.TransactionMessage.Reported;
import dev.synod.transaction.TransactionMessage.Said;
import dev.synod.transaction.TransactionMessage.Told;
import dev.synod.wire.proto.Wire;
import java.util.List;
import java.util.Optional;

/** What the actors of transactions say and remember. */
final class TransactionCodec {
  static final List<Form<?, ?>> FORMS =
      List.of(
          new Form<>(
              "TS",
              Said.class,
              TransactionCodec::write,
              Wire.TransactionSaid.parser(),
              TransactionCodec::read),
          told("TA", Announced.class, Announced::new),
          told("TI", Inquired.class, Inquired::new),
          told("TR", Reported.class, Reported::new),
          new Form<>(
              "TF",
              Released.class,
              TransactionCodec::write,
              Wire.TransactionReleased.parser(),
              TransactionCodec::read),
          new Form<>(
              "TE",
              Recorded.class,
              TransactionCodec::write,
              Wire.TransactionRecorded.parser(),
              TransactionCodec::read));

  private TransactionCodec() {}

  private static Wire.TransactionSaid write(Said said) {
    Wire.TransactionSaid.Builder wire =
        Wire.TransactionSaid.newBuilder()
            .setCircle(write(said.circle()))
            .setFrom(said.from().value())
            .setTransaction(write(said.transaction()))
            .setVersion(WordCodec.FORMAT);
    if (said.message() instanceof TwoPhaseMessage two) {
      wire.setTwoPhase(CommitCodec.write(two));
    } else if (said.message() instanceof ThreePhaseMessage three) {
      wire.setThreePhase(CommitCodec.write(three));
    } else {
      wire.setPaxosCommit(PaxosCommitCodec.write((PaxosCommitMessage) said.message()));
    }
    said.work().map(WordCodec::write).ifPresent(wire::setWork);
    return wire.build();
  }

  private static Said read(Wire.TransactionSaid said) {
    WordCodec.requireReadable(said.getVersion());
    CommitMessage message =
        switch (said.getMessageCase()) {
          case TWO_PHASE -> CommitCodec.read(said.getTwoPhase());
          case THREE_PHASE -> CommitCodec.read(said.getThreePhase());
          case PAXOS_COMMIT -> PaxosCommitCodec.read(said.getPaxosCommit());
          case MESSAGE_NOT_SET -> throw CommitCodec.unknown();
        };
    return new Said(
        read(said.getCircle()),
        new MemberId(said.getFrom()),
        read(said.getTransaction()),
        message,
        said.hasWork() ? Optional.of(WordCodec.read(said.getWork())) : Optional.empty());
  }

  private interface Teller<T> {
    T tell(Circle circle, MemberId from, TransactionId transaction, Choice outcome);
  }

  /** One form for all that tell an outcome: who says it to whom lies in the manifest. */
  private static <T extends Told> Form<T, Wire.TransactionTold> told(
      String manifest, Class<T> type, Teller<T> teller) {
    return new Form<>(
        manifest,
        type,
        TransactionCodec::write,
        Wire.TransactionTold.parser(),
        told -> read(told, teller));
  }

  private static Wire.TransactionTold write(Told told) {
    return Wire.TransactionTold.newBuilder()
        .setCircle(write(told.circle()))
        .setFrom(told.from().value())
        .setTransaction(write(told.transaction()))
        .setOutcome(CommitCodec.write(told.outcome()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static <T> T read(Wire.TransactionTold told, Teller<T> teller) {
    WordCodec.requireReadable(told.getVersion());
    return teller.tell(
        read(told.getCircle()),
        new MemberId(told.getFrom()),
        read(told.getTransaction()),
        CommitCodec.read(told.getOutcome()));
  }

  private static Wire.TransactionReleased write(Released released) {
    return Wire.TransactionReleased.newBuilder()
        .setCircle(write(released.circle()))
        .setFrom(released.from().value())
        .setFinished(write(released.finished()))
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static Released read(Wire.TransactionReleased released) {
    WordCodec.requireReadable(released.getVersion());
    return new Released(
        read(released.getCircle()), new MemberId(released.getFrom()), read(released.getFinished()));
  }

  private static Wire.TransactionRecorded write(Recorded recorded) {
    return Wire.TransactionRecorded.newBuilder()
        .setCircle(write(recorded.circle()))
        .setWhole(recorded.whole())
        .addAllNotes(recorded.notes().stream().map(TransactionCodec::write).toList())
        .setVersion(WordCodec.FORMAT)
        .build();
  }

  private static Recorded read(Wire.TransactionRecorded recorded) {
    WordCodec.requireReadable(recorded.getVersion());
    return new Recorded(
        read(recorded.getCircle()),
        recorded.getWhole(),
        recorded.getNotesList().stream().map(TransactionCodec::read).toList());
  }

  private static Wire.TransactionNote write(Note note) {
    Wire.TransactionNote.Builder wire = Wire.TransactionNote.newBuilder();
    if (note instanceof Note.Remembered remembered) {
      wire.setRemembered(
          Wire.TransactionRemembered.newBuilder()
              .setTransaction(write(remembered.transaction()))
              .addAllEvents(remembered.events().stream().map(CommitCodec::write).toList()));
    } else if (note instanceof Note.Settled settled) {
      wire.setSettled(write(settled.transaction()));
    } else if (note instanceof Note.Forgotten forgotten) {
      wire.setForgotten(write(forgotten.finished()));
    } else if (note instanceof Note.Begun begun) {
      wire.setBegun(
          Wire.TransactionBegun.newBuilder()
              .setNumber(begun.number())
              .addAllParticipants(begun.participants().stream().map(MemberId::value).toList()));
    } else {
      wire.setEnded(((Note.Ended) note).number());
    }
    return wire.build();
  }

  private static Note read(Wire.TransactionNote note) {
    return switch (note.getNoteCase()) {
      case REMEMBERED ->
          new Note.Remembered(
              read(note.getRemembered().getTransaction()),
              note.getRemembered().getEventsList().stream().map(CommitCodec::read).toList());
      case SETTLED -> new Note.Settled(read(note.getSettled()));
      case FORGOTTEN -> new Note.Forgotten(read(note.getForgotten()));
      case BEGUN ->
          new Note.Begun(
              WordCodec.fromOne("number", note.getBegun().getNumber()),
              note.getBegun().getParticipantsList().stream().map(MemberId::new).toList());
      case ENDED -> new Note.Ended(WordCodec.fromOne("number", note.getEnded()));
      case NOTE_NOT_SET -> throw CommitCodec.unknown();
    };
  }

  private static Wire.TransactionFinished write(Finished finished) {
    return Wire.TransactionFinished.newBuilder()
        .setOrigin(finished.origin())
        .setThrough(finished.through())
        .addAllOpen(finished.open())
        .build();
  }

  private static Finished read(Wire.TransactionFinished finished) {
    return new Finished(
        new MemberId(finished.getOrigin()).value(),
        WordCodec.fromZero("through", finished.getThrough()),
        finished.getOpenList());
  }

  private static Wire.TransactionId write(TransactionId transaction) {
    return Wire.TransactionId.newBuilder()
        .setName(transaction.name())
        .setOrigin(transaction.origin())
        .setNumber(transaction.number())
        .build();
  }

  private static TransactionId read(Wire.TransactionId transaction) {
    return new TransactionId(
        transaction.getName(),
        new MemberId(transaction.getOrigin()).value(),
        transaction.getNumber());
  }

  private static Wire.TransactionCircle write(Circle circle) {
    return Wire.TransactionCircle.newBuilder()
        .setName(circle.name())
        .setKind(Wire.TransactionCircle.Kind.valueOf(circle.kind().name()))
        .addAllMembers(circle.members().stream().map(MemberId::value).toList())
        .build();
  }

  private static Circle read(Wire.TransactionCircle circle) {
    return new Circle(
        circle.getName(),
        kind(circle.getKind()),
        circle.getMembersList().stream().map(MemberId::new).toList());
  }

  private static CommitProtocol.Kind kind(Wire.TransactionCircle.Kind kind) {
    return switch (kind) {
      case PAXOS_COMMIT -> CommitProtocol.Kind.PAXOS_COMMIT;
      case TWO_PHASE -> CommitProtocol.Kind.TWO_PHASE;
      case THREE_PHASE -> CommitProtocol.Kind.THREE_PHASE;
      case FASTER_PAXOS_COMMIT -> CommitProtocol.Kind.FASTER_PAXOS_COMMIT;
      default -> throw new IllegalArgumentException("a protocol that this release does not know");
    };
  }
}
