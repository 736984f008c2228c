package dev.synod.demo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.http.LocalServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API refuses, with a status that says surely not done and a line that names why. */
class HttpRefusalTest {
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
        "{\"expected\":null,\"value\":\"x\"",
        "{\"expected\":null,\"value\":\"x\"} and more",
        "{\"expected\":null,\"value\":\"x\",\"value\":\"y\"}"
      })
  void refusesABodyThatMeansNothing(String body) {
    Answer answer = server.post("/kv/a/cas", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"bad_request\"");
    assertThat(group.calls()).isEmpty();
  }

  /** A session or a sequence out of bounds must not reach the log: no replica could read it. */
  @ParameterizedTest
  @CsvSource({
    "42,0,Synod-Sequence: 0 must be a whole number from 1 to 2199023255551",
    "42,-1,Synod-Sequence: -1 must be",
    "42,x,Synod-Sequence: x must be",
    "42,'',Synod-Sequence:  must be",
    "42,2199023255552,Synod-Sequence: 2199023255552 must be",
    "42,9223372036854775808,Synod-Sequence: 9223372036854775808 must be",
    "x,1,Synod-Session: x must be a whole number from 1 to 9223372036854775807",
    "0,1,Synod-Session: 0 must be",
    "-3,1,Synod-Session: -3 must be"
  })
  void refusesHeadersThatAreNoNumbersWithinBounds(String session, String sequence, String line) {
    Answer answer = server.put("/kv/a", "x", "Synod-Session", session, "Synod-Sequence", sequence);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains(line);
    assertThat(group.calls()).isEmpty();
  }

  @Test
  void takesTheLastSequenceThatThereIs() {
    server.put("/kv/a", "x", "Synod-Session", "1", "Synod-Sequence", "2199023255551");

    assertThat(group.calls()).containsExactly("1/2199023255551");
  }

  @Test
  void refusesTwoPlacesInOneRequest() {
    Answer answer =
        server.put("/kv/a", "x", "Synod-Session", "1", "Synod-Session", "2", "Synod-Sequence", "1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("Synod-Session stands twice: [1, 2]");
    assertThat(group.calls()).isEmpty();
  }

  @Test
  void refusesHalfAPlace() {
    assertThat(server.put("/kv/a", "x", "Synod-Session", "42").status()).isEqualTo(400);
    assertThat(server.put("/kv/a", "x", "Synod-Sequence", "1").status()).isEqualTo(400);
  }

  @Test
  void refusesWhatIsNoText() {
    BodyPublisher bytes = BodyPublishers.ofByteArray(new byte[] {(byte) 0xff});

    assertThat(server.send("PUT", "/kv/a", bytes).body()).contains("the body of 1 B is no UTF-8");
  }

  @Test
  void refusesABodyOverTheBoundAndNamesIt() {
    assertThat(server.put("/kv/a", "x".repeat(LocalServer.BODY_BYTES)).status()).isEqualTo(200);
    Answer answer = server.put("/kv/a", "x".repeat(LocalServer.BODY_BYTES + 1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("too_large", "at most 1000 B");
  }

  @Test
  void refusesAChunkedBodyOverTheBound() {
    byte[] large = new byte[LocalServer.BODY_BYTES + 1];
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

    assertThat(server.send("PUT", "/kv/a", chunked).status()).isEqualTo(413);
  }

  /** Else all such keys would be one: U+FFFD stands for whatever can't be decoded. */
  @ParameterizedTest
  @CsvSource({
    "PUT,/kv/%ff",
    "GET,/kv/a%fe",
    "DELETE,/kv/%ed%a0%80",
    "PUT,/kv/%EF%BF%BD",
    "POST,/kv/%ff/cas",
    "GET,/bank/balance/%ff",
    "POST,/stock/%ff"
  })
  void refusesANameInAPathThatIsNoText(String method, String path) {
    Answer answer = server.send(method, path, "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("is no UTF-8, or holds U+FFFD");
    assertThat(group.calls()).isEmpty();
  }

  @Test
  void refusesConsistencyGivenTwice() {
    Answer answer = server.get("/kv/a?consistency=local&consistency=linearizable");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("consistency is given 2 times");
  }

  @Test
  void refusesABodyThatEndsTooEarly() throws IOException {
    assertThat(cut(true)).startsWith("HTTP/1.1 400").contains("ends before its Content-Length");
    assertThat(group.calls()).isEmpty();
  }

  @Test
  void waitsForABodyButNotForEver() throws IOException {
    assertThat(cut(false))
        .startsWith("HTTP/1.1 408")
        .contains("did not come within " + LocalServer.BODY_PATIENCE.toMillis() + " ms");
    assertThat(group.calls()).isEmpty();
  }

  /** 3 bytes of 50, and then the end, or silence. */
  private String cut(boolean end) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "PUT /kv/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 50\r\n\r\nabc"
                  .getBytes(StandardCharsets.US_ASCII));
      if (end) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
