package dev.synod.demo.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /metrics}, for a Prometheus server. */
final class MetricsRoute extends AllDirectives {
  private static final ContentType TEXT =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  private final Health health;

  MetricsRoute(Health health) {
    this.health = health;
  }

  Route route() {
    return path("metrics", () -> get(() -> complete(text())));
  }

  private HttpResponse text() {
    return HttpResponse.create().withEntity(TEXT, health.metrics().getBytes(UTF_8));
  }
}
