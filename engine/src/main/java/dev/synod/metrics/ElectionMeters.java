package dev.synod.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts campaigns and leads. For all threads, since simulated members share one of these. */
public final class ElectionMeters {
  private final Board board;
  private final Level leads;
  private final Level epoch;
  private final Map<String, Counter> changes = new ConcurrentSkipListMap<>();
  private final Map<String, Counter> campaigns = new ConcurrentSkipListMap<>();

  ElectionMeters(Board board) {
    this.board = board;
    this.leads = board.level(Measure.LEADER);
    this.epoch = board.level(Measure.EPOCH);
  }

  /** The member is in this epoch, and leads it or not. */
  public void stands(long now, boolean leader) {
    epoch.set(now);
    leads.set(leader ? 1 : 0);
  }

  /**
   * The member begins a campaign.
   *
   * @param cause one or two words, of few that there are
   */
  public void campaign(String cause) {
    campaigns
        .computeIfAbsent(cause, why -> board.counter(Measure.ELECTIONS, "cause", why))
        .increment();
  }

  /**
   * Another lead has begun, as far as the member knows.
   *
   * @param cause of the end of the one before, of few that there are
   */
  public void anotherLead(String cause) {
    changes
        .computeIfAbsent(cause, why -> board.counter(Measure.LEADER_CHANGES, "cause", why))
        .increment();
  }
}
