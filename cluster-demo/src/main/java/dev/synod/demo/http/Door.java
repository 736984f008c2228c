package dev.synod.demo.http;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.demo.http.Answers.View;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;
import scala.util.Try;

/**
 * From a request to the group, and back.
 *
 * @see Place
 */
final class Door extends AllDirectives {
  private static final long BODY_MILLIS = 10_000;
  private static final List<String> CONSISTENCIES =
      Arrays.stream(ReadConsistency.values()).map(Door::nameOf).toList();

  private final ConsensusGroup group;
  private final int bodyBytes;

  /**
   * A door to this group.
   *
   * @param bodyBytes the longest body of a request
   */
  Door(ConsensusGroup group, int bodyBytes) {
    this.group = group;
    this.bodyBytes = bodyBytes;
  }

  ConsensusGroup group() {
    return group;
  }

  /** Submits in the session that the headers name, or in the node's own. */
  <R> Route write(Command<R> command, View<R> view) {
    return extractRequest(
        request -> {
          Optional<Place> place = Place.of(request);
          CompletionStage<Outcome<R>> outcome =
              place.isPresent()
                  ? group.submit(place.get().session(), place.get().sequence(), command)
                  : group.submit(command);
          return answered(outcome, view);
        });
  }

  /** Completes with what became of a command. */
  <R> Route answered(CompletionStage<Outcome<R>> outcome, View<R> view) {
    return completeWithFuture(
        outcome.handle(
            (ended, failure) ->
                failure == null ? Answers.of(ended, view) : Answers.broken(failure)));
  }

  /** Asks as consistently as the query string says. */
  <R> Route read(Query<R> query, View<R> view) {
    return parameterOptional(
        "consistency",
        name ->
            completeWithFuture(
                group
                    .read(query, name.map(Door::consistency).orElse(ReadConsistency.LINEARIZABLE))
                    .handle(
                        (result, failure) ->
                            failure == null
                                ? view.of(result.value(), result.slot())
                                : Answers.unanswered(failure))));
  }

  /** Waits for the whole body. */
  Route body(Function<String, Route> next) {
    return extractRequestEntity(
        entity ->
            entity.getContentLengthOption().orElse(0) > bodyBytes
                ? tooLarge()
                : extractMaterializer(
                    materializer ->
                        onComplete(
                            entity.toStrict(BODY_MILLIS, bodyBytes, materializer),
                            whole -> whole(whole, next))));
  }

  /** Waits for the whole body, an object. */
  Route fields(Function<Fields, Route> next) {
    return body(text -> next.apply(Fields.of(text)));
  }

  private Route whole(Try<HttpEntity.Strict> whole, Function<String, Route> next) {
    return whole.isSuccess() ? next.apply(text(whole.get().getData())) : tooLarge();
  }

  private Route tooLarge() {
    return complete(
        Json.error(
            StatusCodes.CONTENT_TOO_LARGE,
            "too_large",
            "the body must come within " + BODY_MILLIS + " ms and be at most " + bodyBytes + " B"));
  }

  private static String text(ByteString bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadRequest("the body of " + bytes.length() + " B is no UTF-8");
    }
  }

  private static ReadConsistency consistency(String name) {
    return Stream.of(ReadConsistency.values())
        .filter(consistency -> nameOf(consistency).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new BadRequest("consistency '" + name + "' must be one of " + CONSISTENCIES));
  }

  private static String nameOf(ReadConsistency consistency) {
    return consistency.name().toLowerCase(Locale.ROOT);
  }
}
