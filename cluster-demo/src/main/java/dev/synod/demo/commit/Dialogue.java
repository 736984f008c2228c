package dev.synod.demo.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Reads lines until there are no more, and writes what the node says to each. */
final class Dialogue {
  private static final ObjectWriter WRITER = writer();

  private final PaxosCoordinator coordinator = new PaxosCoordinator();
  private final Optional<LocalAcceptors> acceptors;
  private final PrintWriter out;

  /**
   * A session from its first line on.
   *
   * @param acceptors those that answer here; none, if others do
   */
  Dialogue(Optional<LocalAcceptors> acceptors, PrintWriter out) {
    this.acceptors = acceptors;
    this.out = out;
  }

  /** Whether all of it could be written. */
  boolean run(Reader in) throws IOException {
    Lines lines = new Lines(in, PaxosCoordinator.LONGEST);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().isBlank()) {
        hear(line.get());
      }
      if (out.checkError()) {
        return false;
      }
    }
    return true;
  }

  private void hear(String line) {
    Deque<ObjectNode> said = new ArrayDeque<>(coordinator.hear(line));
    while (!said.isEmpty()) {
      ObjectNode next = said.remove();
      out.println(text(next));
      acceptors.ifPresent(
          local -> {
            for (ObjectNode reply : local.hear(next)) {
              out.println(text(reply));
              said.addAll(coordinator.hear(text(reply)));
            }
          });
    }
  }

  private static String text(ObjectNode line) {
    try {
      return WRITER.writeValueAsString(line);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("a tree of plain values can't be written", impossible);
    }
  }

  /** A blank behind each colon and comma, and none else; ASCII, whatever the terminal's. */
  private static ObjectWriter writer() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Spacing.AFTER)
            .withObjectEntrySpacing(Spacing.AFTER)
            .withArrayValueSpacing(Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultPrettyPrinter oneLine =
        new DefaultPrettyPrinter(separators)
            .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
            .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());
    return JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer(oneLine);
  }
}
