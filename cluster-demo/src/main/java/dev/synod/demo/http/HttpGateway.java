package dev.synod.demo.http;

import dev.synod.api.ConsensusGroup;
import dev.synod.demo.input.Line;
import dev.synod.demo.json.BadRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.MethodRejection;
import org.apache.pekko.http.javadsl.server.Rejection;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;

/** All routes of a node, with errors as JSON whoever finds them. */
public final class HttpGateway extends AllDirectives {
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final Door door;
  private final Health health;

  /**
   * What is borne of a request's body.
   *
   * @param bytes more is answered by 413
   * @param patience for all of it to come; longer is answered by 408
   */
  public record Bodies(int bytes, Duration patience) {}

  /** Routes to this group. */
  public HttpGateway(ConsensusGroup group, Health health, Bodies bodies) {
    this.door = new Door(group, bodies);
    this.health = health;
  }

  /** Binds, until the actor system ends: then it takes no more requests and answers the others. */
  public CompletionStage<ServerBinding> bind(ActorSystem<?> system, String host, int port) {
    return Http.get(system)
        .newServerAt(host, port)
        .bind(routes())
        .thenApply(binding -> binding.addToCoordinatedShutdown(DRAIN, system));
  }

  /** All routes. */
  public Route routes() {
    return handleExceptions(
        exceptions(),
        () ->
            handleRejections(
                rejections(),
                () ->
                    concat(
                        new KeyValueRoutes(door).routes(),
                        new BankRoutes(door).routes(),
                        new StockRoutes(door).routes(),
                        new NodeRoutes(door, health).routes(),
                        new MetricsRoute(health).route())));
  }

  private ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder()
        .match(
            BadRequest.class,
            bad -> complete(Json.error(StatusCodes.BAD_REQUEST, "bad_request", Line.of(bad))))
        .matchAny(failure -> complete(Answers.broken(failure)))
        .build();
  }

  private RejectionHandler rejections() {
    return RejectionHandler.newBuilder()
        .handleAll(MethodRejection.class, this::otherMethod)
        .handle(
            Rejection.class,
            rejection ->
                complete(Json.error(StatusCodes.BAD_REQUEST, "bad_request", rejection.toString())))
        .handleNotFound(
            complete(Json.error(StatusCodes.NOT_FOUND, "no_such_path", "there is no such path")))
        .build();
  }

  private Route otherMethod(List<MethodRejection> rejections) {
    String allowed =
        rejections.stream()
            .map(rejection -> rejection.supported().value())
            .distinct()
            .collect(Collectors.joining(", "));
    return complete(
        Json.error(StatusCodes.METHOD_NOT_ALLOWED, "method_not_allowed", "allowed: " + allowed));
  }
}
