package dev.synod.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Batch;
import dev.synod.protocol.Envelope;
import dev.synod.protocol.LogCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The bytes of every message, event, snapshot and command are those that earlier releases wrote and
 * read.
 *
 * <p>A line of a golden file is manifest, type and bytes in hex. After adding a kind run {@code mvn
 * -pl engine test -Dtest=GoldenBytesTest -Dsynod.rewrite=true}; a line that changes instead of
 * being added means that older members can't read what this release writes.
 */
class GoldenBytesTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final RegisteredSerializer SYNOD = new RegisteredSerializer();

  @AfterAll
  static void stop() {
    SYNOD.close();
  }

  @Test
  void messagesHaveTheirGoldenBytes() throws Exception {
    List<Object> messages = Samples.all().stream().filter(Envelope.class::isInstance).toList();

    requireGolden("messages.txt", lines(messages));
  }

  @Test
  void eventsHaveTheirGoldenBytes() throws Exception {
    requireGolden("events.txt", lines(Samples.EVENTS));
  }

  @Test
  void snapshotsHaveTheirGoldenBytes() throws Exception {
    requireGolden("snapshots.txt", lines(Samples.SNAPSHOTS));
  }

  @Test
  void registersHaveTheirGoldenBytes() throws Exception {
    requireGolden("registers.txt", lines(Samples.REGISTERS));
  }

  @Test
  void transactionsHaveTheirGoldenBytes() throws Exception {
    requireGolden("transactions.txt", lines(TransactionSamples.all()));
  }

  @Test
  void commandsHaveTheirGoldenBytes() throws Exception {
    CommandCodec codec = new CommandCodec();
    List<String> lines = new ArrayList<>();
    for (LogCommand command : Samples.COMMANDS) {
      byte[] body = codec.encode(new Batch(List.of(command)), 0).body().toByteArray();
      lines.add("batch " + command.getClass().getSimpleName() + " " + hex(body));
    }

    requireGolden("commands.txt", lines);
  }

  @Test
  void goldenBytesAreReadAsTheSamples() throws Exception {
    for (String file :
        List.of(
            "messages.txt", "events.txt", "snapshots.txt", "registers.txt", "transactions.txt")) {
      for (String line : Files.readAllLines(GOLDEN.resolve(file))) {
        String[] word = line.split(" ", -1);

        Object object = SYNOD.serializer().fromBinary(HexFormat.of().parseHex(word[2]), word[0]);

        assertThat(Samples.all()).contains(object);
      }
    }
  }

  private static List<String> lines(List<?> objects) {
    return objects.stream()
        .map(
            object ->
                SYNOD.serializer().manifest(object)
                    + " "
                    + name(object)
                    + " "
                    + hex(SYNOD.serializer().toBinary(object)))
        .toList();
  }

  private static String name(Object object) {
    return object instanceof Envelope envelope
        ? envelope.message().getClass().getSimpleName()
        : object.getClass().getSimpleName();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void requireGolden(String file, List<String> lines) throws IOException {
    Path golden = GOLDEN.resolve(file);
    if (Boolean.getBoolean("synod.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(golden));
  }
}
