package dev.synod.protocol;

/**
 * How the lead has changed since this member started, as far as it knows.
 *
 * @param cause why a lead was lost the last time
 * @param count leads that took the place of another
 */
public record LeadChange(LeadCause cause, long count) {
  /** It has not. */
  public static final LeadChange NONE = new LeadChange(LeadCause.NONE, 0);
}
