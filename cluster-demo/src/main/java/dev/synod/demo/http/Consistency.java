package dev.synod.demo.http;

import dev.synod.api.ReadConsistency;
import dev.synod.demo.json.BadRequest;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.japi.Pair;

/** What a read guarantees, as the query string says it; linearizable if that says nothing. */
final class Consistency {
  private static final String KIND = "consistency";
  private static final String STALENESS = "maxStalenessMs";
  private static final String TOKEN = "token";

  private final List<Pair<String, String>> parameters;

  private Consistency(List<Pair<String, String>> parameters) {
    this.parameters = parameters;
  }

  static ReadConsistency of(HttpRequest request) {
    return new Consistency(request.getUri().query().toList()).kind();
  }

  private ReadConsistency kind() {
    List<String> kinds = all(KIND);
    if (kinds.isEmpty()) {
      return ReadConsistency.LINEARIZABLE;
    }
    String kind = only(KIND);
    try {
      return switch (kind) {
        case "linearizable" -> ReadConsistency.LINEARIZABLE;
        case "lease" -> ReadConsistency.LEASE;
        case "quorum" -> ReadConsistency.QUORUM;
        case "bounded" -> ReadConsistency.bounded(Duration.ofMillis(number(kind, STALENESS)));
        case "atLeast" -> ReadConsistency.atLeast(number(kind, TOKEN));
        case "local" -> ReadConsistency.LOCAL;
        default ->
            throw new BadRequest(
                "consistency '%s' must be linearizable, lease, quorum, bounded, atLeast or local"
                    .formatted(kind));
      };
    } catch (IllegalArgumentException outOfBounds) {
      throw new BadRequest(String.valueOf(outOfBounds.getMessage()));
    }
  }

  private long number(String kind, String name) {
    if (all(name).isEmpty()) {
      throw new BadRequest("consistency=%s needs %s=n".formatted(kind, name));
    }
    String text = only(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw new BadRequest("%s '%s' must be a whole number".formatted(name, text));
    }
  }

  private String only(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw new BadRequest(name + " is given " + values.size() + " times");
    }
    return values.get(0);
  }

  private List<String> all(String name) {
    return parameters.stream().filter(it -> it.first().equals(name)).map(Pair::second).toList();
  }
}
