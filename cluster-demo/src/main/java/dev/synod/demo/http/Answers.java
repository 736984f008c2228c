package dev.synod.demo.http;

import dev.synod.api.MembershipException;
import dev.synod.api.Outcome;
import dev.synod.api.Outcome.Committed;
import dev.synod.api.Outcome.Doubt;
import dev.synod.api.Outcome.Reason;
import dev.synod.api.Outcome.Rejected;
import dev.synod.api.Outcome.Unknown;
import dev.synod.api.ReadFailedException;
import dev.synod.api.SnapshotFailedException;
import dev.synod.demo.input.Line;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status code for each way in which a command or a query ends. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** What a reply looks like. */
  @FunctionalInterface
  interface View<R> {
    HttpResponse of(R reply, long slot);
  }

  static <R> HttpResponse of(Outcome<R> outcome, View<R> view) {
    if (outcome instanceof Committed<R> committed) {
      return view.of(committed.reply(), committed.slot());
    }
    if (outcome instanceof Rejected<R> rejected) {
      return Json.error(status(rejected.reason()), code(rejected.reason()), rejected.detail());
    }
    Unknown<R> unknown = (Unknown<R>) outcome;
    return Json.error(status(unknown.doubt()), code(unknown.doubt()), unknown.detail());
  }

  /** Surely not done. 503 also for what fails whenever it is tried: the detail says so. */
  private static StatusCode status(Reason reason) {
    return switch (reason) {
      case OVERLOADED -> StatusCodes.TOO_MANY_REQUESTS;
      case TOO_LARGE -> StatusCodes.CONTENT_TOO_LARGE;
      case FAILED, NOT_READY, STOPPED -> StatusCodes.SERVICE_UNAVAILABLE;
    };
  }

  /** May be done; but a number that was used for another command has done with this one. */
  private static StatusCode status(Doubt doubt) {
    return switch (doubt) {
      case SEQUENCE_REUSED -> StatusCodes.CONFLICT;
      case SESSION_EXPIRED -> StatusCodes.GONE;
      case TIMED_OUT, SEQUENCE_FORGOTTEN, OVERLOADED, REPLY_TOO_LARGE, UNREADABLE, STOPPED ->
          StatusCodes.GATEWAY_TIMEOUT;
    };
  }

  /** A snapshot that was not taken changed nothing. */
  static HttpResponse noSnapshot(Throwable failure) {
    Throwable cause = cause(failure);
    if (!(cause instanceof SnapshotFailedException refused)) {
      return broken(cause);
    }
    return switch (refused.reason()) {
      case NO_STORE -> conflict("no_snapshot_store", refused);
      case UNDER_WAY -> conflict("snapshot_under_way", refused);
      case NOT_SAVED -> conflict("snapshot_not_saved", refused);
      case NOT_READY -> Json.error(StatusCodes.SERVICE_UNAVAILABLE, "not_ready", Line.of(refused));
    };
  }

  /** Of a change of the members that was not made, or not in time. */
  static HttpResponse notChanged(Throwable failure) {
    Throwable cause = cause(failure);
    if (!(cause instanceof MembershipException refused)) {
      return broken(cause);
    }
    StatusCode status =
        switch (refused.reason()) {
          case REFUSED, EPOCH_CHANGED -> StatusCodes.CONFLICT;
          case NOT_READY -> StatusCodes.SERVICE_UNAVAILABLE;
          case UNKNOWN -> StatusCodes.GATEWAY_TIMEOUT;
        };
    return Json.error(status, code(refused.reason()), Line.of(refused));
  }

  private static HttpResponse conflict(String code, SnapshotFailedException refused) {
    return Json.error(StatusCodes.CONFLICT, code, Line.of(refused));
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** A query that was not answered changed nothing. */
  static HttpResponse unanswered(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof ReadFailedException
        ? Json.error(StatusCodes.SERVICE_UNAVAILABLE, "read_failed", Line.of(cause))
        : broken(cause);
  }

  /** A bug: who wrote can't know whether it was done. */
  static HttpResponse broken(Throwable failure) {
    LOG.error("a request failed", failure);
    return Json.error(StatusCodes.GATEWAY_TIMEOUT, "internal", failure.toString());
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
