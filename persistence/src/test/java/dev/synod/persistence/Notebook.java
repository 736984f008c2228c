package dev.synod.persistence;

import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** A persistent actor on this module's plugin: it remembers lines and answers with all of them. */
final class Notebook extends EventSourcedBehavior<Notebook.Line, String, List<String>> {
  /** One line more. */
  record Line(String text, ActorRef<List<String>> replyTo) {}

  private Notebook(String id) {
    super(PersistenceId.ofUniqueId(id));
  }

  static Notebook create(String id) {
    return new Notebook(id);
  }

  @Override
  public String journalPluginId() {
    return "synod.persistence.leveldb.journal";
  }

  @Override
  public String snapshotPluginId() {
    return "synod.persistence.leveldb.snapshot-store";
  }

  /** A line that begins with "snap" is followed by a snapshot. */
  @Override
  public boolean shouldSnapshot(List<String> lines, String line, long sequenceNr) {
    return line.startsWith("snap");
  }

  /** Text has a serializer; a list has none but Java's. */
  @Override
  public SnapshotAdapter<List<String>> snapshotAdapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(List<String> lines) {
        return String.join("\n", lines);
      }

      @Override
      public List<String> fromJournal(Object text) {
        return text.toString().lines().toList();
      }
    };
  }

  @Override
  public List<String> emptyState() {
    return List.of();
  }

  @Override
  public CommandHandler<Line, String, List<String>> commandHandler() {
    return (lines, command) ->
        Effect().persist(command.text()).thenReply(command.replyTo(), all -> all);
  }

  @Override
  public EventHandler<List<String>, String> eventHandler() {
    return (lines, line) -> Stream.concat(lines.stream(), Stream.of(line)).toList();
  }
}
