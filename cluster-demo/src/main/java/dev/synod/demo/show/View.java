package dev.synod.demo.show;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A node's status, as far as the demo looks at it. */
record View(String member, Optional<String> leader, String ballot, long applied, String hash) {

  static View of(JsonNode status) {
    return new View(
        status.path("member").asText(),
        Optional.ofNullable(status.path("leader").textValue()),
        status.path("ballot").asText(),
        status.path("appliedThrough").asLong(),
        status.path("stateHash").asText());
  }

  boolean sameStateAs(View other) {
    return applied == other.applied && hash.equals(other.hash);
  }

  @Override
  public String toString() {
    return member + " slot " + applied + " hash " + hash;
  }
}
