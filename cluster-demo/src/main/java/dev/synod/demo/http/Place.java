package dev.synod.demo.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Which command of which session this is, as the headers say: the same command at the same place is
 * done once, however often it is sent (rule S2).
 */
record Place(long session, long sequence) {
  static final String SESSION = "Synod-Session";
  static final String SEQUENCE = "Synod-Sequence";

  /** Empty without the headers: then the command runs in the node's own session. */
  static Optional<Place> of(HttpRequest request) {
    Optional<String> session = request.getHeader(SESSION).map(HttpHeader::value);
    Optional<String> sequence = request.getHeader(SEQUENCE).map(HttpHeader::value);
    if (session.isPresent() != sequence.isPresent()) {
      throw new BadRequest(SESSION + " and " + SEQUENCE + " must be given both or not at all");
    }
    return session.map(
        id ->
            new Place(
                number(SESSION, id, Long.MIN_VALUE), number(SEQUENCE, sequence.orElseThrow(), 1)));
  }

  private static long number(String header, String text, long lowest) {
    try {
      long number = Long.parseLong(text);
      if (number >= lowest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of bounds is.
    }
    throw new BadRequest(
        header + ": " + text + " must be a whole number from " + lowest + " to " + Long.MAX_VALUE);
  }
}
