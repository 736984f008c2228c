package dev.synod.demo.http;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.demo.http.Answers.View;
import dev.synod.demo.input.Line;
import dev.synod.demo.json.BadRequest;
import dev.synod.demo.json.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.util.ByteString;
import scala.util.Try;

/**
 * From a request to the group, and back.
 *
 * @see Place
 */
final class Door extends AllDirectives {
  private static final char UNDECODABLE = '\ufffd';

  private final ConsensusGroup group;
  private final HttpGateway.Bodies bodies;

  /** A door to this group. */
  Door(ConsensusGroup group, HttpGateway.Bodies bodies) {
    this.group = group;
    this.bodies = bodies;
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
    return extractRequest(
        request ->
            completeWithFuture(
                group
                    .read(query, Consistency.of(request))
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
            extractMaterializer(
                materializer ->
                    onComplete(
                        entity
                            .withSizeLimit(bodies.bytes())
                            .toStrict(bodies.patience().toMillis(), materializer),
                        whole -> whole(whole, next))));
  }

  /** Waits for the whole body, an object. */
  Route fields(Function<Fields, Route> next) {
    return body(text -> next.apply(Fields.of("the body", text)));
  }

  private Route whole(Try<HttpEntity.Strict> whole, Function<String, Route> next) {
    return whole.isSuccess()
        ? next.apply(text(whole.get().getData()))
        : incomplete(whole.failed().get());
  }

  private Route incomplete(Throwable why) {
    if (why instanceof EntityStreamSizeException) {
      return complete(
          Json.error(
              StatusCodes.CONTENT_TOO_LARGE,
              "too_large",
              "the body must be at most " + bodies.bytes() + " B"));
    }
    if (why instanceof TimeoutException) {
      return complete(
          Json.error(
              StatusCodes.REQUEST_TIMEOUT,
              "too_slow",
              "the body did not come within " + bodies.patience().toMillis() + " ms"));
    }
    throw new BadRequest("the body ends before its Content-Length, or is cut: " + Line.of(why));
  }

  /**
   * Refuses a name in a path that can't be told from others: Pekko decodes as U+FFFD whatever bytes
   * are no UTF-8.
   */
  static Function<String, Route> named(Function<String, Route> next) {
    return name -> {
      if (name.indexOf(UNDECODABLE) >= 0) {
        throw new BadRequest("'" + name + "' in the path is no UTF-8, or holds U+FFFD");
      }
      return next.apply(name);
    };
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
}
