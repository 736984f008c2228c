package dev.synod.demo.http;

import com.typesafe.config.ConfigFactory;
import dev.synod.persistence.store.Figures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The HTTP API of a {@link FakeGroup} on a real socket. */
final class LocalServer implements AutoCloseable {
  static final int BODY_BYTES = 1000;

  /** Long enough for any body that comes at all; a test waits for it where none does. */
  static final Duration BODY_PATIENCE = Duration.ofSeconds(2);

  final FakeGroup group = new FakeGroup();
  volatile boolean started = true;
  volatile Optional<String> stopped = Optional.empty();
  volatile Optional<String> outside = Optional.empty();
  volatile Optional<Figures> storage = Optional.empty();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ServerBinding binding;

  /** A response as {@code 200 {"json"}}. */
  record Answer(int status, String body) {
    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  LocalServer(ActorTestKit kit) {
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

          @Override
          public Optional<String> outside() {
            return outside;
          }

          @Override
          public Optional<Figures> storage() {
            return storage;
          }

          @Override
          public String metrics() {
            return "synod_leader 1.0\n";
          }
        };
    this.binding =
        new HttpGateway(group, health, new HttpGateway.Bodies(BODY_BYTES, BODY_PATIENCE))
            .bind(kit.system(), "127.0.0.1", 0)
            .toCompletableFuture()
            .join();
  }

  /** Actors for one class of tests; the provider is local, since nobody else is spoken to. */
  static ActorTestKit kit() {
    return ActorTestKit.create(
        ConfigFactory.parseString("pekko.actor.provider = local")
            .withFallback(ConfigFactory.load()));
  }

  InetSocketAddress address() {
    return binding.localAddress();
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, BodyPublishers.ofString(body), headers);
  }

  Answer put(String path, String body, String... headers) {
    return send("PUT", path, BodyPublishers.ofString(body), headers);
  }

  Answer send(String method, String path, String body) {
    return send(method, path, BodyPublishers.ofString(body));
  }

  /** The content type of what is at a path. */
  String typeOf(String path) {
    return exchange("GET", path, BodyPublishers.noBody())
        .headers()
        .firstValue("Content-Type")
        .orElse("none");
  }

  Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpResponse<String> response = exchange(method, path, body, headers);
    return new Answer(response.statusCode(), response.body());
  }

  private HttpResponse<String> exchange(
      String method, String path, BodyPublisher body, String... headers) {
    URI uri = URI.create("http://127.0.0.1:" + address().getPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(uri + " was not answered", e);
    }
  }

  @Override
  public void close() {
    binding.unbind().toCompletableFuture().join();
  }
}
