package dev.synod.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.MDC;
import org.slf4j.Marker;

/** Keeps out of the log what simulated members complain of: their harm is on purpose. */
public final class QuietSimulations extends TurboFilter {
  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] params, Throwable thrown) {
    return "simulation".equals(MDC.get("sourceActorSystem"))
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
