package dev.synod.demo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.demo.Main;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.kv.KeyValues;
import dev.synod.demo.ledger.Ledger;
import dev.synod.demo.ledger.LedgerSerializer;
import dev.synod.persistence.plugin.StoredObject;
import dev.synod.persistence.store.SnapshotId;
import dev.synod.persistence.store.Store;
import dev.synod.persistence.store.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code storage}: what it refuses, and what it shows of stores of others. */
class StorageCommandTest {
  @TempDir private Path temp;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path foreign() {
    Path directory = temp.resolve("n1");
    try (Store store = Store.open(StoreOptions.at(directory))) {
      store.append("own\tform", 1, List.of(bytes("x".repeat(70)), bytes("short"))).join();
      store.saveSnapshot("own\tform", new SnapshotId(2, 20), List.of(bytes("state"))).join();
      store.reject("b", 1, 2).join();
      store.append("b", 3, List.of(bytes("three"))).join();
      store.deleteEvents("own\tform", 1).join();
    }
    return directory;
  }

  @ParameterizedTest
  @CsvSource({"verify", "dump"})
  void whatIsNoStoreIsBadInput(String command) throws IOException {
    assertRefused(command, temp.resolve("none"), "none holds no store");
    assertRefused(command, Files.writeString(temp.resolve("file"), "x"), "file holds no store");
    assertRefused(command, Path.of(""), "DIR '' must name a directory");
    assertThat(temp.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"verify", "dump"})
  void aStoreThatIsHeldIsBadInput(String command) {
    try (Store store = Store.open(StoreOptions.at(temp.resolve("n1")))) {
      assertThat(store.failure()).isEmpty();
      assertRefused(command, temp.resolve("n1"), "is held by this process; stop it");
    }
  }

  /** In a JVM of its own: Java asks once where the place is. */
  @Test
  void aPlaceForTemporaryFilesThatIsNoneIsBadInput() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path output = temp.resolve("output");
    int status =
        new ProcessBuilder(
                java.toString(),
                "-Djava.io.tmpdir=" + temp.resolve("none"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "storage",
                "verify",
                foreign().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();

    assertThat(Files.readAllLines(output))
        .filteredOn(line -> line.startsWith("verify: "))
        .singleElement()
        .asString()
        .contains("can't be copied to java.io.tmpdir = " + temp.resolve("none"));
    assertThat(Files.readString(output)).doesNotContain("\tat ");
    assertThat(status).isEqualTo(BadInput.EXIT);
  }

  private static void assertRefused(String command, Path directory, String line) {
    Ran ran = Ran.storage(command, directory);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).singleElement().asString().startsWith(command + ": ").contains(line);
    assertThat(ran.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--id=b --from=0; --from 0 must be at least 1",
        "--id=b --from=5 --to=4; --from 5 must be at least 1 and at most --to 4",
        "--id=b --limit=0; --limit 0 must be at least 1",
        "--limit=3; need --id"
      })
  void aRangeThatIsNoneIsBadInput(String options, String line) {
    Path directory = foreign();
    String[] words = options.split(" ", -1);
    Object[] all = new Object[words.length + 2];
    all[0] = "dump";
    all[1] = directory;
    System.arraycopy(words, 0, all, 2, words.length);

    Ran ran = Ran.storage(all);

    assertThat(ran.err()).singleElement().asString().contains(line);
    assertThat(ran.status()).isEqualTo(2);
  }

  @Test
  void whatIsToBeDoneMustBeSaid() {
    assertThat(Ran.storage().status()).isEqualTo(2);
    assertThat(Ran.storage().err().get(0)).isEqualTo("say which: verify or dump");
    assertThat(Ran.storage("verify").status()).isEqualTo(2);
  }

  @Test
  void theTableTellsDeletedAndPassedOverNumbersAndSnapshots() {
    Ran ran = Ran.storage("verify", foreign());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().get(0).split(" {2,}", -1))
        .containsExactly(
            "persistence id",
            "events",
            "first",
            "highest",
            "deleted to",
            "passed over",
            "snapshots",
            "newest",
            "its bytes",
            "bytes");
    assertThat(ran.out().get(1).split(" {2,}", -1))
        .startsWith("b", "1", "3", "3", "-", "1-2", "-", "-", "-");
    assertThat(ran.out().get(2).split(" {2,}", -1))
        .startsWith("own\\u0009form", "1", "2", "2", "1", "-", "1", "2", "5");
  }

  @Test
  void bytesThatNoPluginWroteAreShownAsHex() {
    Path directory = foreign();

    Ran ran = Ran.storage("dump", directory, "--id", "own\tform", "--snapshots");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).hasSize(2);
    assertThat(ran.out().get(0))
        .matches("snapshot 2  1:\\d+  5 B  \\?  hex 7374617465 \\(5 bytes\\)");
    assertThat(ran.out().get(1)).matches("2  1:\\d+  5 B  \\?  hex 73686f7274 \\(5 bytes\\)");
  }

  @Test
  void aStateWhoseClassIsKnownIsShown() {
    ActorTestKit kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, synod.persistence.leveldb.dir = \""
                        + temp.resolve("n1")
                        + "\"")
                .withFallback(ConfigFactory.load()));
    try {
      TestProbe<Object> probe = kit.createTestProbe();
      Ledger state = new Ledger(KeyValues.EMPTY, Ledger.EMPTY.bank(), Ledger.EMPTY.stock());
      Persistence.get(kit.system().classicSystem())
          .snapshotStoreFor("synod.persistence.leveldb.snapshot-store", ConfigFactory.empty())
          .tell(
              new SnapshotProtocol.SaveSnapshot(new SnapshotMetadata("a", 3, 30), state),
              Adapter.toClassic(probe.getRef()));
      probe.receiveMessage();
    } finally {
      kit.shutdownTestKit();
    }

    Ran ran = Ran.storage("dump", temp.resolve("n1"), "--id=a", "--snapshots");

    assertThat(ran.out()).singleElement().asString().contains("  7356/L  Ledger[keys=");
    assertThat(ran.err()).singleElement().asString().contains("'a' has no event");
  }

  /** A class that this JVM does not have, and bytes that its serializer can't read. */
  @Test
  void whatCannotBeReadIsShownAsHex() {
    try (Decoder decoder = new Decoder(ConfigFactory.empty())) {
      assertThat(decoder.text(new StoredObject(0, 424_242, "x", bytes("ab"))))
          .isEqualTo("hex 6162 (2 bytes)");
      int ledger = new LedgerSerializer().identifier();
      assertThat(decoder.text(new StoredObject(0, ledger, "L", bytes("x".repeat(65)))))
          .isEqualTo("hex " + "78".repeat(64) + "... (65 bytes)");
    }
  }

  @Test
  void nothingSteersTheTerminal() {
    assertThat(Plain.of("a\u001b[2Jb\u2028c\u202ed é 🔑"))
        .isEqualTo("a\\u001b[2Jb\\u2028c\\u202ed é 🔑");
  }
}
