package dev.synod.elector;

import dev.synod.protocol.LeadCause;
import dev.synod.protocol.LeadChange;
import dev.synod.settings.SynodSettings.ElectorSettings;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * One lead after the other, as this member sees it: why, and how often. Decides nothing. Times in
 * milliseconds of a monotonic clock.
 *
 * @param looked when anything happened last
 * @param paused nothing had happened for a time-out, not even a tick, when something did again
 * @param recent when the last changes were, within the time that thrashing is judged by
 * @param alarms how often thrashing was told of
 * @param alarmed when that was last
 */
record Succession(
    LeadChange change, long looked, long paused, PVector<Long> recent, long alarms, long alarmed) {

  private static final long NEVER = Long.MIN_VALUE / 2;

  static Succession none() {
    return new Succession(LeadChange.NONE, NEVER, NEVER, TreePVector.empty(), 0, NEVER);
  }

  /** Something happens. A member that has only just started has not stood still. */
  Succession looking(long now, ElectorSettings settings) {
    boolean stood = looked != NEVER && now - looked >= settings.timeout().toMillis();
    return new Succession(change, now, stood ? now : paused, recent, alarms, alarmed);
  }

  /** The lead is lost, now. What is lost right after a pause is lost by it. */
  Succession losing(LeadCause cause, ElectorSettings settings) {
    boolean pause = cause.mayBePause() && looked - paused < settings.timeout().toMillis();
    return because(pause ? LeadCause.LONG_PAUSE : cause);
  }

  Succession because(LeadCause cause) {
    return new Succession(
        new LeadChange(cause, change.count()), looked, paused, recent, alarms, alarmed);
  }

  /** A lead takes another's place, now. Thrashing is told of once in the time it is judged by. */
  Succession next(ElectorSettings settings) {
    long within = settings.thrashing().within().toMillis();
    PVector<Long> changes = recent.plus(looked);
    while (looked - changes.get(0) >= within) {
      changes = changes.minus(0);
    }
    LeadChange counted = new LeadChange(change.cause(), change.count() + 1);
    boolean alarm = changes.size() >= settings.thrashing().changes() && looked - alarmed >= within;
    return new Succession(
        counted, looked, paused, changes, alarm ? alarms + 1 : alarms, alarm ? looked : alarmed);
  }
}
