package dev.synod.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;
import org.slf4j.MDC;
import org.slf4j.Marker;

/** Keeps out of the log what actors complain of that are harmed on purpose. */
public final class QuietSimulations extends TurboFilter {
  private static final Set<String> HARMED =
      Set.of("simulation", "FaultyJournalTest", "DiaryTest", "Stuck", "Clustered");

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] params, Throwable thrown) {
    String system = MDC.get("sourceActorSystem");
    return system != null && HARMED.contains(system) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
