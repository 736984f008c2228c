package dev.synod.demo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.ReadFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every status code, over a real socket. */
class HttpGatewayTest {
  private static final int BODY_BYTES = 1000;
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  private final FakeGroup group = new FakeGroup();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean started = true;
  private volatile Optional<String> stopped = Optional.empty();
  private ServerBinding binding;

  /** A response as {@code 200 {"json"}}. */
  private record Answer(int status, String body) {
    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  @BeforeEach
  void bind() {
    Health health =
        new Health() {
          @Override
          public boolean started() {
            return started;
          }

          @Override
          public Optional<String> stopped() {
            return stopped;
          }
        };
    binding =
        new HttpGateway(group, health, BODY_BYTES)
            .bind(KIT.system(), "127.0.0.1", 0)
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void unbind() {
    binding.unbind().toCompletableFuture().join();
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void putsGetsAndDeletes() {
    assertThat(put("/kv/a", "x")).hasToString("200 {\"slot\":1,\"version\":1}");
    assertThat(put("/kv/a", "y")).hasToString("200 {\"slot\":2,\"version\":2}");
    assertThat(get("/kv/a"))
        .hasToString("200 {\"key\":\"a\",\"value\":\"y\",\"version\":2,\"slot\":2}");
    assertThat(send("DELETE", "/kv/a", "")).hasToString("200 {\"slot\":3,\"version\":2}");
    assertThat(get("/kv/a").status()).isEqualTo(404);
    assertThat(send("DELETE", "/kv/a", "").status()).isEqualTo(404);
  }

  @Test
  void keysAndValuesAreAnyText() {
    assertThat(put("/kv/a%2Fb%20%C3%BC%F0%9F%94%91", "wért\n\"🔑\"").status()).isEqualTo(200);

    var body = Json.parse(get("/kv/a%2Fb%20%C3%BC%F0%9F%94%91").body());
    assertThat(body.path("key").textValue()).isEqualTo("a/b ü🔑");
    assertThat(body.path("value").textValue()).isEqualTo("wért\n\"🔑\"");
  }

  @Test
  void comparesAndSets() {
    String create = "{\"expected\":null,\"value\":\"x\"}";

    assertThat(post("/kv/a/cas", create)).hasToString("200 {\"slot\":1,\"version\":1}");
    assertThat(post("/kv/a/cas", create).status()).isEqualTo(409);
    assertThat(post("/kv/a/cas", create).body())
        .contains("\"conflict\"", "key 'a'", "version is 1");
    assertThat(post("/kv/a/cas", "{\"expected\":\"x\",\"value\":\"y\"}").status()).isEqualTo(200);
  }

  @Test
  void runsInTheSessionThatTheHeadersName() {
    assertThat(post("/sessions", "")).hasToString("201 {\"session\":42}");

    put("/kv/a", "x", "Synod-Session", "42", "Synod-Sequence", "7");
    put("/kv/a", "x");

    assertThat(group.calls()).containsExactly("42/7", "own");
  }

  @Test
  void readsAsConsistentlyAsAsked() {
    get("/kv/a");
    get("/kv/a?consistency=linearizable");
    get("/kv/a?consistency=local");

    assertThat(group.calls()).containsExactly("LINEARIZABLE", "LINEARIZABLE", "LOCAL");
    assertThat(get("/kv/a?consistency=roughly"))
        .hasToString(
            "400 {\"error\":{\"code\":\"bad_request\",\"message\":"
                + "\"consistency 'roughly' must be one of [linearizable, local]\"}}");
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

    assertThat(put("/kv/a", "x"))
        .hasToString(
            "%d {\"error\":{\"code\":\"%s\",\"message\":\"8192 of 8192 wait\"}}"
                .formatted(status, reason.name().toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @EnumSource(Doubt.class)
  void saysThatItMayBeDone(Doubt doubt) {
    group.next(new Outcome.Unknown<>(doubt, "no answer within 10 s"));

    Answer answer = put("/kv/a", "x");

    assertThat(answer.status()).isEqualTo(doubt == Doubt.SESSION_EXPIRED ? 410 : 504);
    assertThat(answer.body()).contains("no answer within 10 s");
  }

  /** Rule S5: what is unforeseen is no refusal either. */
  @Test
  void aWriteThatFailsUnforeseenMayBeDone() {
    group.failNext(new IllegalStateException("bug"));

    assertThat(put("/kv/a", "x").status()).isEqualTo(504);
  }

  @Test
  void aReadThatFailsChangedNothing() {
    group.failNext(new ReadFailedException("no leader within 10 s"));

    assertThat(get("/kv/a"))
        .hasToString(
            "503 {\"error\":{\"code\":\"read_failed\",\"message\":\"no leader within 10 s\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "nonsense",
        "{\"value\":\"x\"}",
        "{\"expected\":null}",
        "{\"expected\":5,\"value\":\"x\"}",
        "{\"expected\":null,\"value\":null}",
        "{\"expected\":null,\"value\":\"\\ud800\"}",
        "{\"expected\":null,\"value\":\"x\""
      })
  void refusesABodyThatMeansNothing(String body) {
    Answer answer = post("/kv/a/cas", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"bad_request\"");
    assertThat(group.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"42,0", "42,-1", "42,x", "x,1", "42,9223372036854775808", "42,''"})
  void refusesHeadersThatAreNoNumbers(String session, String sequence) {
    Answer answer = put("/kv/a", "x", "Synod-Session", session, "Synod-Sequence", sequence);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("Synod-S");
  }

  @Test
  void refusesHalfAPlace() {
    assertThat(put("/kv/a", "x", "Synod-Session", "42").status()).isEqualTo(400);
    assertThat(put("/kv/a", "x", "Synod-Sequence", "1").status()).isEqualTo(400);
  }

  @Test
  void refusesWhatIsNoText() {
    BodyPublisher bytes = BodyPublishers.ofByteArray(new byte[] {(byte) 0xff});

    assertThat(send("PUT", "/kv/a", bytes).body()).contains("the body of 1 B is no UTF-8");
  }

  @Test
  void refusesABodyOverTheBoundAndNamesIt() {
    assertThat(put("/kv/a", "x".repeat(BODY_BYTES)).status()).isEqualTo(200);
    Answer answer = put("/kv/a", "x".repeat(BODY_BYTES + 1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("too_large", "at most 1000 B");
  }

  @Test
  void refusesAChunkedBodyOverTheBound() {
    byte[] large = new byte[BODY_BYTES + 1];
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

    assertThat(send("PUT", "/kv/a", chunked).status()).isEqualTo(413);
  }

  @Test
  void whatIsNotThereIsToldAsJson() {
    assertThat(get("/nope").toString()).startsWith("404 {\"error\":{\"code\":\"no_such_path\"");
    assertThat(send("PATCH", "/kv/a", "").toString()).startsWith("405 {\"error\"");
  }

  @Test
  void movesMoney() {
    assertThat(post("/bank/open", "{\"account\":\"alice\",\"cents\":5}"))
        .hasToString("200 {\"slot\":1,\"opened\":true}");
    post("/bank/open", "{\"account\":\"bob\",\"cents\":0}");
    String transfer = "{\"id\":\"t1\",\"from\":\"alice\",\"to\":\"bob\",\"cents\":4}";

    assertThat(post("/bank/transfer", transfer))
        .hasToString("200 {\"slot\":3,\"result\":\"done\"}");
    assertThat(post("/bank/transfer", transfer).body()).contains("no_funds");
    assertThat(get("/bank/balance/bob"))
        .hasToString("200 {\"account\":\"bob\",\"cents\":4,\"slot\":4}");
    assertThat(get("/bank/balance/carla").status()).isEqualTo(404);
    assertThat(post("/bank/audit", "{\"transfers\":[\"t1\",\"t2\"]}"))
        .hasToString(
            "200 {\"slot\":4,\"accounts\":2,\"cents\":5,\"executed\":1,"
                + "\"counts\":{\"t1\":1,\"t2\":0}}");
    assertThat(post("/bank/audit", "{\"transfers\":\"t1\"}").status()).isEqualTo(400);
    assertThat(post("/bank/transfer", transfer.replace("4", "0")).body())
        .contains("field 'cents' must be a whole number from 1 to");
  }

  @Test
  void countsItems() {
    assertThat(post("/stock/widget", "{\"delta\":5}"))
        .hasToString("200 {\"slot\":1,\"done\":true,\"level\":5}");
    assertThat(post("/stock/widget", "{\"delta\":-6}"))
        .hasToString("200 {\"slot\":2,\"done\":false,\"level\":5}");
    assertThat(get("/stock/widget"))
        .hasToString("200 {\"item\":\"widget\",\"level\":5,\"slot\":2}");
    assertThat(get("/stock/gadget").status()).isEqualTo(404);
    assertThat(post("/stock/widget", "{\"delta\":1.5}").status()).isEqualTo(400);
  }

  @Test
  void showsItsStatus() {
    assertThat(get("/status").body())
        .contains("\"member\":\"n1\"", "\"leader\":\"n1\"", "\"ballot\":\"1.2.n1\"", "\"abcd\"");
    group.leader(Optional.empty());
    assertThat(get("/status").body()).contains("\"leader\":null");
  }

  @Test
  void isReadyOnceStartedAndLed() {
    assertThat(get("/health/ready")).hasToString("200 {\"ready\":true,\"leader\":\"n1\"}");

    group.leader(Optional.empty());
    assertThat(get("/health/ready").toString()).startsWith("503").contains("no leader is known");

    started = false;
    assertThat(get("/health/ready").toString()).startsWith("503").contains("not replayed");
  }

  @Test
  void isAliveUntilItHasStoppedForGood() {
    group.leader(Optional.empty());
    assertThat(get("/health/alive").status()).isEqualTo(200);

    stopped = Optional.of("the disk failed");
    assertThat(get("/health/alive").toString()).startsWith("503").contains("the disk failed");
    assertThat(get("/health/ready").toString()).startsWith("503").contains("the disk failed");
  }

  private Answer get(String path) {
    return send("GET", path, "");
  }

  private Answer post(String path, String body) {
    return send("POST", path, body);
  }

  private Answer put(String path, String body, String... headers) {
    return send("PUT", path, BodyPublishers.ofString(body), headers);
  }

  private Answer send(String method, String path, String body) {
    return send(method, path, BodyPublishers.ofString(body));
  }

  private Answer send(String method, String path, BodyPublisher body, String... headers) {
    URI uri = URI.create("http://127.0.0.1:" + binding.localAddress().getPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(uri + " was not answered", e);
    }
  }
}
