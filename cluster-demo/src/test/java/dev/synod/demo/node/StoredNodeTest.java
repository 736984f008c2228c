package dev.synod.demo.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import dev.synod.demo.client.Session;
import dev.synod.demo.input.Ports;
import dev.synod.demo.storage.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code storage}, over the directory that a true member of a group has left. */
class StoredNodeTest {
  private static final int WRITES = 150;
  private static final String ACCEPTOR = "demo|n1|acceptor";

  @TempDir private static Path made;
  private static JsonNode status;

  @TempDir private Path temp;
  private Path store;

  @BeforeAll
  static void runAMember() throws IOException {
    List<Integer> ports = Ports.free(2);
    try (LocalNode node =
        new LocalNode(
            made,
            "n1",
            ports.get(0),
            ports.get(1),
            "n1@127.0.0.1:" + ports.get(0),
            "-Dsynod.persistence.leveldb.segment-bytes=64KiB",
            "-Dsynod.persistence.leveldb.max-write-bytes=16KiB",
            "-Dsynod.persistence.leveldb.max-batch-bytes=16KiB")) {
      node.awaitReady();
      Api api = new Api(LocalNode.PATIENCE);
      Session session = new Session(api, List.of(node.uri()), 0, LocalNode.PATIENCE);
      for (int i = 0; i < WRITES; i++) {
        assertThat(session.put("/kv/key-" + i, "value\n" + "v".repeat(1000)).ok()).isTrue();
      }
      Reply reply = api.get(node.uri(), "/status");
      status = reply.body();
    }
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.sorted().toList()) {
        Path to = temp.resolve(made.relativize(file).toString());
        if (!to.equals(temp)) {
          Files.copy(file, to);
        }
      }
    }
    store = temp.resolve("n1");
  }

  @Test
  void theStatusOfTheNodeToldWhatItsStoreDid() {
    JsonNode storage = status.path("storage");

    assertThat(storage.path("syncs").asLong()).isGreaterThanOrEqualTo(WRITES);
    assertThat(storage.path("records").asLong()).isGreaterThan(WRITES);
    assertThat(storage.path("bytes").asLong()).isGreaterThan(WRITES * 1000);
    assertThat(storage.path("segments").asInt()).isGreaterThan(1);
    assertThat(storage.path("segmentBytes").asLong())
        .isEqualTo(storage.path("segments").asLong() * (64 << 10));
    assertThat(storage.path("refused").asLong()).isZero();
    assertThat(storage.path("syncMicros").path("p50").asLong()).isPositive();
    assertThat(storage.path("queue").path("mostRequests").asLong()).isPositive();
  }

  @Test
  void aSoundStoreIsVerified() throws IOException {
    Map<Path, String> before = state();

    Ran ran = Ran.storage("verify", store);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out().get(0)).startsWith("persistence id ").endsWith(" bytes");
    assertThat(ran.out().get(1)).startsWith(ACCEPTOR + " ");
    assertThat(ran.out().get(2)).startsWith("demo|n1|founding ").contains(" 3 ");
    assertThat(ran.out())
        .contains("ending           closed in good order", "verdict          sound");
    assertThat(String.join("\n", ran.out())).contains("agrees, through segment ");
    assertThat(state()).isEqualTo(before);
  }

  private Map<Path, String> state() throws IOException {
    Map<Path, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path path : files.toList()) {
        int content = Files.isDirectory(path) ? 0 : Arrays.hashCode(Files.readAllBytes(path));
        state.put(path, content + " " + Files.getAttribute(path, "unix:ctime"));
      }
    }
    return state;
  }

  private Path segment(int number) {
    return store.resolve("journal").resolve("%016d.segment".formatted(number));
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 4;
    Files.write(file, bytes);
  }

  private void assertDamaged(String... lines) {
    Ran ran = Ran.storage("verify", store);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).hasSameSizeAs(lines);
    for (int i = 0; i < lines.length; i++) {
      assertThat(ran.err().get(i)).startsWith("verify: " + lines[i]);
    }
    assertThat(ran.out())
        .last()
        .asString()
        .startsWith("verdict          DAMAGED (" + lines.length + ")");
  }

  @Test
  void aFlippedBitIsNamedByFileAndByteInEachSegment() throws IOException {
    flip(segment(1), 64 + 5);
    assertDamaged(segment(1) + ": byte 64: no batch begins here");
    flip(segment(2), 20_000);
    assertDamaged(segment(1) + ": byte 64: ", segment(2) + ": byte ");
  }

  @Test
  void whatIsMissingOrAnothersIsNamed() throws IOException {
    Path journal = store.resolve("journal");
    byte[] first = Files.readAllBytes(segment(1));
    Files.delete(segment(1));
    assertDamaged(segment(1) + ": it is missing");
    Files.write(segment(1), Arrays.copyOf(first, first.length / 2));
    assertDamaged(segment(1) + ": byte " + first.length / 2 + ": it has ");
    Files.write(segment(1), Files.readAllBytes(segment(2)));
    assertDamaged(segment(1) + ": byte 16: it is segment 2");
    Files.write(segment(1), first);
    flip(journal.resolve("FORMAT"), 30);
    assertDamaged(journal.resolve("FORMAT") + ": byte 0: it is not what was written");
    Files.delete(journal.resolve("FORMAT"));
    assertDamaged(journal.resolve("FORMAT") + ": it is missing");
    Files.copy(made.resolve("n1/journal/FORMAT"), journal.resolve("FORMAT"));
    Files.delete(temp.resolve("n1.synod"));
    assertDamaged(temp.resolve("n1.synod") + ": the marker is missing");
  }

  @Test
  void anIndexThatCannotBeReadIsNamedAndWhatToDo() throws IOException {
    Files.writeString(store.resolve("index/CURRENT"), "MANIFEST-999999\n");

    assertDamaged(store.resolve("index") + ": it can't be read (");
    assertThat(Ran.storage("verify", store).err().get(0)).endsWith("made anew at the next start");
  }

  @Test
  void aMarkerElsewhereIsFoundWhereItIsNamed() throws IOException {
    Path moved = temp.resolve("marker");
    Files.move(temp.resolve("n1.synod"), moved);

    assertThat(Ran.storage("verify", store, "--marker", moved).status()).isZero();
  }

  @Test
  void theIdsAreListed() {
    Ran ran = Ran.storage("dump", store);

    assertThat(ran.out()).containsExactly(ACCEPTOR, "demo|n1|founding", "demo|n1|notary");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
  }

  @Test
  void aFoundersEventsAreShown() {
    Ran ran = Ran.storage("dump", store, "--id", "demo|n1|founding");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).hasSize(3);
    assertThat(ran.out().get(0))
        .matches("1  1:\\d+  \\d+ B  7355/FF  formatted: member n1 of group demo, .*");
    assertThat(ran.out().get(1)).contains("7355/FS  agreed to be founded: epoch 1, members n1@127");
    assertThat(ran.out().get(2)).contains("7355/FW  founded: epoch 1, members n1@127");
  }

  /** Rule D1: one name for one disk, in the marker, in the store and in the group. */
  @Test
  void aMembersIncarnationIsThatOfItsStore() throws IOException {
    String incarnation =
        Files.readAllLines(temp.resolve("n1.synod")).get(1).substring("incarnation ".length());

    assertThat(Ran.storage("dump", store, "--id", "demo|n1|founding").out())
        .first()
        .asString()
        .endsWith("formatted: member n1 of group demo, incarnation " + incarnation);
    assertThat(Ran.storage("verify", store).out()).contains("incarnation      " + incarnation);
  }

  /** Each command that was acknowledged stands in one vote, in the order of slots. */
  @Test
  void anAcceptorsVotesAreShownWithTheCommandsOfTheDemo() {
    Ran ran = Ran.storage("dump", store, "--id", ACCEPTOR);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out().get(0))
        .matches("1  1:\\d+  \\d+ B  7355/AR  recorded 1: promised 1\\.1\\.n1.*");
    List<String> keys = new ArrayList<>();
    for (String line : ran.out()) {
      assertThat(line).doesNotContain("\n").contains("7355/AR  recorded ");
      int at = line.indexOf("Put[key=");
      if (at >= 0) {
        assertThat(line)
            .containsPattern("slot \\d+ voted under 1\\.\\d+\\.n1: \\[.*session \\d+ #\\d+ Put");
        assertThat(line).contains("value=value\\u000avvv");
        keys.add(line.substring(at + 8, line.indexOf(',', at)));
      }
    }
    assertThat(keys).hasSize(WRITES).startsWith("key-0", "key-1").endsWith("key-149");
  }

  @Test
  void aRangeAndALimitAreKept() {
    assertThat(Ran.storage("dump", store, "--id", ACCEPTOR, "--from=5", "--to=8").out())
        .extracting(line -> line.substring(0, 3))
        .containsExactly("5  ", "6  ", "7  ", "8  ");
    assertThat(Ran.storage("dump", store, "--id", ACCEPTOR, "--from=5", "--limit=2").out())
        .extracting(line -> line.substring(0, 3))
        .containsExactly("5  ", "6  ");
    Ran beyond = Ran.storage("dump", store, "--id", ACCEPTOR, "--from=999999");
    assertThat(beyond.out()).isEmpty();
    assertThat(beyond.err())
        .singleElement()
        .asString()
        .contains("has no event from 999999 to the end");
    assertThat(beyond.status()).isZero();
  }

  @Test
  void anUnknownIdLeadsToThoseThatAreLikeIt() {
    Ran ran = Ran.storage("dump", store, "--id", "demo|n1|aceptor");

    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .containsExactly(
            "dump: %s has no persistence id 'demo|n1|aceptor'; like it: '%s', 'demo|n1|notary', and dump without --id lists all 3"
                .formatted(store, ACCEPTOR));
    assertThat(ran.status()).isEqualTo(1);
    assertThat(Ran.storage("dump", store, "--id", "elsewhere").err().get(0))
        .contains("none is like it");
  }

  @Test
  void whatStandsBeforeDamageIsShownAndTheDamageIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(segment(2));
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("vvvv");
    flip(segment(2), at);

    Ran ran = Ran.storage("dump", store, "--id", ACCEPTOR);

    assertThat(ran.out()).hasSizeBetween(10, WRITES - 10);
    assertThat(ran.err()).singleElement().asString().startsWith("dump: " + segment(2) + ": byte ");
    assertThat(ran.status()).isEqualTo(1);
  }
}
