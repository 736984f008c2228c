package dev.synod.demo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadFailedException;
import dev.synod.api.SnapshotFailedException;
import dev.synod.demo.http.LocalServer.Answer;
import dev.synod.demo.json.Fields;
import dev.synod.persistence.store.Figures;
import dev.synod.persistence.store.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every status code, over a real socket. */
class HttpGatewayTest {
  private static final ActorTestKit KIT = LocalServer.kit();

  private final LocalServer server = new LocalServer(KIT);
  private final FakeGroup group = server.group;

  @AfterEach
  void unbind() {
    server.close();
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void putsGetsAndDeletes() {
    assertThat(server.put("/kv/a", "x")).hasToString("200 {\"slot\":1,\"version\":1}");
    assertThat(server.put("/kv/a", "y")).hasToString("200 {\"slot\":2,\"version\":2}");
    assertThat(server.get("/kv/a"))
        .hasToString("200 {\"key\":\"a\",\"value\":\"y\",\"version\":2,\"slot\":2}");
    assertThat(server.send("DELETE", "/kv/a", "")).hasToString("200 {\"slot\":3,\"version\":2}");
    assertThat(server.get("/kv/a").status()).isEqualTo(404);
    assertThat(server.send("DELETE", "/kv/a", "").status()).isEqualTo(404);
  }

  @Test
  void keysAndValuesAreAnyText() {
    assertThat(server.put("/kv/a%2Fb%20%C3%BC%F0%9F%94%91", "wért\n\"🔑\"").status())
        .isEqualTo(200);

    var body = Fields.of("the answer", server.get("/kv/a%2Fb%20%C3%BC%F0%9F%94%91").body()).body();
    assertThat(body.path("key").textValue()).isEqualTo("a/b ü🔑");
    assertThat(body.path("value").textValue()).isEqualTo("wért\n\"🔑\"");
  }

  @Test
  void metricsAreText() {
    assertThat(server.get("/metrics")).hasToString("200 synod_leader 1.0\n");
    assertThat(server.typeOf("/metrics")).isEqualTo("text/plain; version=0.0.4; charset=UTF-8");
  }

  @Test
  void comparesAndSets() {
    String create = "{\"expected\":null,\"value\":\"x\"}";

    assertThat(server.post("/kv/a/cas", create)).hasToString("200 {\"slot\":1,\"version\":1}");
    assertThat(server.post("/kv/a/cas", create).status()).isEqualTo(409);
    assertThat(server.post("/kv/a/cas", create).body())
        .contains("\"conflict\"", "key 'a'", "version is 1");
    assertThat(server.post("/kv/a/cas", "{\"expected\":\"x\",\"value\":\"y\"}").status())
        .isEqualTo(200);
  }

  @Test
  void runsInTheSessionThatTheHeadersName() {
    assertThat(server.post("/sessions", "")).hasToString("201 {\"session\":42}");

    server.put("/kv/a", "x", "Synod-Session", "42", "Synod-Sequence", "7");
    server.put("/kv/a", "x");

    assertThat(group.calls()).containsExactly("42/7", "own");
  }

  @Test
  void readsAsConsistentlyAsAsked() {
    server.get("/kv/a");
    server.get("/kv/a?consistency=linearizable");
    server.get("/kv/a?consistency=lease");
    server.get("/kv/a?consistency=quorum");
    server.get("/kv/a?consistency=local");
    server.get("/kv/a?consistency=bounded&maxStalenessMs=250");
    server.get("/kv/a?token=17&consistency=atLeast");

    assertThat(group.calls())
        .containsExactly(
            "Linearizable[]",
            "Linearizable[]",
            "Lease[]",
            "Quorum[]",
            "Local[]",
            "Bounded[maxStaleness=PT0.25S]",
            "AtLeast[slot=17]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roughly|consistency 'roughly' must be linearizable, lease, quorum, bounded, atLeast or local",
        "bounded|consistency=bounded needs maxStalenessMs=n",
        "bounded&maxStalenessMs=soon|maxStalenessMs 'soon' must be a whole number",
        "bounded&maxStalenessMs=-1|staleness PT-0.001S must be from 0 to PT24H",
        "bounded&maxStalenessMs=1&maxStalenessMs=2|maxStalenessMs is given 2 times",
        "atLeast|consistency=atLeast needs token=n",
        "atLeast&token=-1|slot -1 must be at least 0",
      })
  void refusesAConsistencyThatSaysNothing(String consistency, String line) {
    assertThat(server.get("/kv/a?consistency=" + consistency).body())
        .isEqualTo("{\"error\":{\"code\":\"bad_request\",\"message\":\"" + line + "\"}}");
    assertThat(group.calls()).isEmpty();
  }

  @Test
  void takesASnapshot() {
    server.put("/kv/a", "x");

    assertThat(server.post("/admin/snapshot", "")).hasToString("200 {\"slot\":1}");
    assertThat(server.get("/admin/snapshot").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "NO_STORE, 409, no_snapshot_store",
    "UNDER_WAY, 409, snapshot_under_way",
    "NOT_SAVED, 409, snapshot_not_saved",
    "NOT_READY, 503, not_ready"
  })
  void saysWhyNoSnapshotIsTaken(SnapshotFailedException.Reason reason, int status, String code) {
    group.failNext(new SnapshotFailedException(reason, "do this"));

    assertThat(server.post("/admin/snapshot", ""))
        .hasToString(status + " {\"error\":{\"code\":\"" + code + "\",\"message\":\"do this\"}}");
  }

  @Test
  void showsWhatTheStoreHasDone() {
    assertThat(server.get("/status").body()).doesNotContain("storage");
    assertThat(server.get("/status").body())
        .contains("\"leases\":{\"durationMillis\":800,\"driftPpm\":100}")
        .contains("\"leaderChanges\":{\"count\":2,\"lastCause\":\"disk-stall\"}");
    server.storage =
        Optional.of(
            new Figures(
                new Figures.Written(10, 30, 4000, 9_000_000, 2),
                new Spread(1_000_000, 2_000_000, 3_000_999),
                new Spread(3, 4, 5),
                new Spread(300, 400, 500),
                new Figures.Queue(6, 7, 8, 9),
                11,
                12));

    assertThat(server.get("/status").body())
        .endsWith(
            ",\"storage\":{\"syncs\":10,\"records\":30,\"bytes\":4000,\"refused\":2,\"segments\":11,\"segmentBytes\":12,"
                + "\"syncMicros\":{\"p50\":1000,\"p99\":2000,\"max\":3000},"
                + "\"recordsPerSync\":{\"p50\":3,\"p99\":4,\"max\":5},"
                + "\"bytesPerSync\":{\"p50\":300,\"p99\":400,\"max\":500},"
                + "\"queue\":{\"requests\":6,\"bytes\":7,\"mostRequests\":8,\"mostBytes\":9}}}");
  }

  @ParameterizedTest
  @CsvSource({
    "OVERLOADED,429",
    "TOO_LARGE,413",
    "FAILED,503",
    "NOT_READY,503",
    "STOPPED,503",
  })
  void saysThatItIsSurelyNotDone(Reason reason, int status) {
    group.next(new Outcome.Rejected<>(reason, "8192 of 8192 wait", OptionalLong.empty()));

    assertThat(server.put("/kv/a", "x"))
        .hasToString(
            "%d {\"error\":{\"code\":\"%s\",\"message\":\"8192 of 8192 wait\"}}"
                .formatted(status, reason.name().toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @EnumSource(Doubt.class)
  void saysThatItMayBeDone(Doubt doubt) {
    group.next(new Outcome.Unknown<>(doubt, "no answer within 10 s"));

    Answer answer = server.put("/kv/a", "x");

    int status =
        switch (doubt) {
          case SESSION_EXPIRED -> 410;
          case SEQUENCE_REUSED -> 409;
          default -> 504;
        };
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains("no answer within 10 s");
  }

  /** Rule S5: what is unforeseen is no refusal either. */
  @Test
  void aWriteThatFailsUnforeseenMayBeDone() {
    group.failNext(new IllegalStateException("bug"));

    assertThat(server.put("/kv/a", "x").status()).isEqualTo(504);
  }

  @Test
  void aReadThatFailsChangedNothing() {
    group.failNext(new ReadFailedException("no leader within 10 s"));

    assertThat(server.get("/kv/a"))
        .hasToString(
            "503 {\"error\":{\"code\":\"read_failed\",\"message\":\"no leader within 10 s\"}}");
  }

  @Test
  void whatIsNotThereIsToldAsJson() {
    assertThat(server.get("/nope").toString())
        .startsWith("404 {\"error\":{\"code\":\"no_such_path\"");
    assertThat(server.send("PATCH", "/kv/a", "").toString()).startsWith("405 {\"error\"");
  }

  @Test
  void movesMoney() {
    assertThat(server.post("/bank/open", "{\"account\":\"alice\",\"cents\":5}"))
        .hasToString("200 {\"slot\":1,\"opened\":true}");
    server.post("/bank/open", "{\"account\":\"bob\",\"cents\":0}");
    String transfer = "{\"id\":\"t1\",\"from\":\"alice\",\"to\":\"bob\",\"cents\":4}";

    assertThat(server.post("/bank/transfer", transfer))
        .hasToString("200 {\"slot\":3,\"result\":\"done\"}");
    assertThat(server.post("/bank/transfer", transfer).body()).contains("no_funds");
    assertThat(server.get("/bank/balance/bob"))
        .hasToString("200 {\"account\":\"bob\",\"cents\":4,\"slot\":4}");
    assertThat(server.get("/bank/balance/carla").status()).isEqualTo(404);
    assertThat(server.post("/bank/audit", "{\"transfers\":[\"t1\",\"t2\"]}"))
        .hasToString(
            "200 {\"slot\":4,\"accounts\":2,\"cents\":5,\"executed\":1,"
                + "\"counts\":{\"t1\":1,\"t2\":0}}");
    assertThat(server.post("/bank/audit", "{\"transfers\":\"t1\"}").status()).isEqualTo(400);
    assertThat(server.post("/bank/transfer", transfer.replace("4", "0")).body())
        .contains("field 'cents' must be a whole number from 1 to");
  }

  /** All the money there may be is more than one account may hold. */
  @Test
  void addsUpMoreThanOneNumberHolds() {
    for (String account : List.of("alice", "bob", "carla")) {
      String open = "{\"account\":\"%s\",\"cents\":9223372036854775807}".formatted(account);
      assertThat(server.post("/bank/open", open).status()).isEqualTo(200);
    }

    assertThat(server.get("/bank/audit").body()).contains("\"cents\":27670116110564327421,");
  }

  @Test
  void countsItems() {
    assertThat(server.post("/stock/widget", "{\"delta\":5}"))
        .hasToString("200 {\"slot\":1,\"done\":true,\"level\":5}");
    assertThat(server.post("/stock/widget", "{\"delta\":-6}"))
        .hasToString("200 {\"slot\":2,\"done\":false,\"level\":5}");
    assertThat(server.get("/stock/widget"))
        .hasToString("200 {\"item\":\"widget\",\"level\":5,\"slot\":2}");
    assertThat(server.get("/stock/gadget").status()).isEqualTo(404);
    assertThat(server.post("/stock/widget", "{\"delta\":1.5}").status()).isEqualTo(400);
  }

  @Test
  void showsItsStatus() {
    assertThat(server.get("/status").body())
        .contains("\"member\":\"n1\"", "\"leader\":\"n1\"", "\"ballot\":\"1.2.n1\"", "\"abcd\"");
    assertThat(server.get("/status").body())
        .contains(
            "\"members\":[{\"id\":\"n1\",\"address\":\"h:1\",\"kind\":\"voter\","
                + "\"incarnation\":\"i-1\"}],\"quorums\":{\"election\":1,\"accept\":1}");
    group.leader(Optional.empty());
    assertThat(server.get("/status").body()).contains("\"leader\":null");
  }

  @Test
  void isReadyOnceStartedAndLed() {
    assertThat(server.get("/health/ready")).hasToString("200 {\"ready\":true,\"leader\":\"n1\"}");

    group.leader(Optional.empty());
    assertThat(server.get("/health/ready").toString())
        .startsWith("503")
        .contains("no leader is known");

    server.started = false;
    assertThat(server.get("/health/ready").toString())
        .startsWith("503")
        .contains("known no leader since it started");

    group.unfounded();
    assertThat(server.get("/health/ready").toString())
        .startsWith("503")
        .contains("founded yet", "lost what its disk held");
  }

  /** Added, replaced and removed as operators want it: a restart would change nothing. */
  @Test
  void isAliveAndNotReadyWithoutAPartInTheGroup() {
    server.outside = Optional.of("this disk of n1 is no member of epoch 3");

    assertThat(server.get("/health/alive").status()).isEqualTo(200);
    assertThat(server.get("/health/ready").toString())
        .startsWith("503")
        .contains("this disk of n1 is no member of epoch 3");
  }

  @Test
  void isAliveUntilItHasStoppedForGood() {
    group.leader(Optional.empty());
    assertThat(server.get("/health/alive").status()).isEqualTo(200);

    server.stopped = Optional.of("the disk failed");
    assertThat(server.get("/health/alive").toString())
        .startsWith("503")
        .contains("the disk failed");
    assertThat(server.get("/health/ready").toString())
        .startsWith("503")
        .contains("the disk failed");
  }
}
