package dev.synod.demo.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is no HTTP request as everything else is answered: by JSON. Named in
 * application.conf.
 */
public final class MalformedRequests extends ParsingErrorHandler {

  /** For Pekko. */
  public MalformedRequests() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    return Json.error(
        status,
        "bad_request",
        info.summary() + ": " + info.detail().lines().findFirst().orElse(""));
  }
}
