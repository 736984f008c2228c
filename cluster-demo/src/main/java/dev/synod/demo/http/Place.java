package dev.synod.demo.http;

import dev.synod.demo.json.BadRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Which command of which session this is, as the headers say: the same command at the same place is
 * done once, however often it is sent (rule S2).
 */
record Place(long session, long sequence) {
  static final String SESSION = "Synod-Session";
  static final String SEQUENCE = "Synod-Sequence";

  /** As the engine's ConsensusGroup.submit says. */
  private static final long LAST_SEQUENCE = (1L << 41) - 1;

  /** Empty without the headers: then the command runs in the node's own session. */
  static Optional<Place> of(HttpRequest request) {
    Optional<String> session = only(request, SESSION);
    Optional<String> sequence = only(request, SEQUENCE);
    if (session.isPresent() != sequence.isPresent()) {
      throw new BadRequest(SESSION + " and " + SEQUENCE + " must be given both or not at all");
    }
    return session.map(
        id ->
            new Place(
                number(SESSION, id, Long.MAX_VALUE),
                number(SEQUENCE, sequence.orElseThrow(), LAST_SEQUENCE)));
  }

  /** A header that stands twice names two places; neither may be chosen for the client. */
  private static Optional<String> only(HttpRequest request, String name) {
    List<String> values =
        StreamSupport.stream(request.getHeaders().spliterator(), false)
            .filter(header -> header.is(name.toLowerCase(Locale.ROOT)))
            .map(HttpHeader::value)
            .toList();
    if (values.size() > 1) {
      throw new BadRequest(name + " stands twice: " + values);
    }
    return values.stream().findFirst();
  }

  private static long number(String header, String text, long highest) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of bounds is.
    }
    throw new BadRequest(header + ": " + text + " must be a whole number from 1 to " + highest);
  }
}
