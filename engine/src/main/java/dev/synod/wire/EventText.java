package dev.synod.wire;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.membership.FounderEvent;
import dev.synod.notary.NotaryEvent;
import dev.synod.protocol.Batch;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.LogCommand.KeepSession;
import dev.synod.protocol.LogCommand.OpenSession;
import dev.synod.protocol.LogCommand.User;
import dev.synod.protocol.Payload;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.register.Content;
import dev.synod.register.RegisterEvent;
import dev.synod.transaction.Finished;
import dev.synod.transaction.Note;
import dev.synod.transaction.TransactionEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Events of a member's journal as text, for people who look into one. Nothing reads it back, and it
 * may change with any release.
 */
public final class EventText {
  private final UserText users;

  /** Makes text of a user's command, from what Pekko Serialization wrote. */
  @FunctionalInterface
  public interface UserText {
    /** The command in these bytes. */
    String of(int serializer, String manifest, byte[] bytes);
  }

  /** With this text for users' commands, which the engine itself never reads. */
  public EventText(UserText users) {
    this.users = users;
  }

  /** The event as text; empty if it is none of the engine's. */
  public Optional<String> of(Object event) {
    if (event instanceof AcceptorEvent.Recorded recorded) {
      return Optional.of(text(recorded));
    }
    if (event instanceof FounderEvent.Formatted formatted) {
      return Optional.of(
          "formatted: member %s of group %s, incarnation %s"
              .formatted(formatted.member(), formatted.group(), formatted.incarnation()));
    }
    if (event instanceof FounderEvent.StoredFounding stored) {
      return Optional.of("agreed to be founded: " + text(stored.founding()));
    }
    if (event instanceof FounderEvent.FoundedWith founded) {
      return Optional.of("founded: " + text(founded.founding()));
    }
    if (event instanceof FounderEvent.AdmittedTo admitted) {
      return Optional.of("admitted to: " + text(admitted.current()));
    }
    if (event instanceof NotaryEvent.Noted noted) {
      return Optional.of("noted: %s; seen: %s".formatted(noted.own(), noted.seen()));
    }
    if (event instanceof TransactionEvent.Recorded recorded) {
      return Optional.of(text(recorded));
    }
    return event instanceof RegisterEvent register ? Optional.of(text(register)) : Optional.empty();
  }

  private static String text(TransactionEvent.Recorded recorded) {
    return (recorded.whole() ? "all that is known: " : "")
        + recorded.notes().stream().map(EventText::text).collect(Collectors.joining("; "));
  }

  private static String text(Note note) {
    if (note instanceof Note.Remembered remembered) {
      return "%s: %s".formatted(remembered.transaction(), remembered.events());
    }
    if (note instanceof Note.Settled settled) {
      return settled.transaction() + ": the participant is done with it";
    }
    if (note instanceof Note.Begun begun) {
      return "begun %d with %s".formatted(begun.number(), begun.participants());
    }
    if (note instanceof Note.Ended ended) {
      return "ended %d".formatted(ended.number());
    }
    Finished finished = ((Note.Forgotten) note).finished();
    return "forgotten of %s all through %d but %s"
        .formatted(finished.origin(), finished.through(), finished.open());
  }

  private String text(RegisterEvent event) {
    if (event instanceof RegisterEvent.Held held) {
      return "promised %s; %s"
          .formatted(
              held.acceptor().promised(),
              held.acceptor()
                  .vote()
                  .map(vote -> "voted under %s: %s".formatted(vote.ballot(), text(vote.value())))
                  .orElse("has not voted"));
    }
    return "may use rounds through %d".formatted(((RegisterEvent.Reserved) event).through());
  }

  private String text(Content<Payload> content) {
    return content.value().map(this::text).orElse("empty") + ", made by " + content.changes();
  }

  private String text(Payload payload) {
    return users.of(payload.serializerId(), payload.manifest(), payload.bytes().toByteArray());
  }

  private String text(AcceptorEvent.Recorded recorded) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "recorded %d: promised %s, chosen through %d"
            .formatted(recorded.counter(), recorded.promised(), recorded.chosenThrough()));
    if (recorded.cut().slot() > 0) {
      parts.add(
          "truncated to slot %d, events through %d may be deleted"
              .formatted(recorded.cut().slot(), recorded.cut().events()));
    }
    for (SlotVote vote : recorded.votes()) {
      parts.add(
          "slot %d voted under %s: %s".formatted(vote.slot(), vote.ballot(), text(vote.value())));
    }
    for (int i = 0; i < recorded.learned().size(); i++) {
      parts.add(
          "slot %d learned: %s"
              .formatted(recorded.learnedFirst() + i, text(recorded.learned().get(i))));
    }
    return String.join("; ", parts);
  }

  private static String text(Configuration configuration) {
    return "epoch %d, members %s"
        .formatted(
            configuration.epoch(),
            configuration.members().stream()
                .map(member -> "%s@%s".formatted(member.id(), member.address()))
                .collect(Collectors.joining(", ")));
  }

  private String text(Value value) {
    if (!(value instanceof Value.Commands commands)) {
      return value.toString();
    }
    try {
      Batch batch = CommandCodec.read(commands);
      return batch.commands().stream()
          .map(command -> command.fold(new Commands(this)))
          .collect(Collectors.joining(", ", "[", "]"));
    } catch (IOException | IllegalArgumentException unreadable) {
      return "a batch of %d bytes that can't be read (%s)"
          .formatted(commands.body().size(), unreadable.getMessage());
    }
  }

  private record Commands(EventText text) implements LogCommand.Cases<String> {
    @Override
    public String onUser(User command) {
      return "session %s #%d %s"
          .formatted(command.session(), command.sequence(), text.text(command.payload()));
    }

    @Override
    public String onOpenSession(OpenSession command) {
      return "open a session for %s of %s"
          .formatted(command.own() ? "the member itself" : "a client", command.opener());
    }

    @Override
    public String onKeepSession(KeepSession command) {
      return "keep session " + command.session();
    }
  }
}
