package dev.synod.testkit.audit;

import dev.synod.shell.Payloads;
import java.util.Set;

/**
 * The serializers of what clients ask. It must be tried where the client's own object is: what a
 * member has read has lost already whatever its serializer forgets.
 */
public final class DoorAudit {
  private final boolean wanted;
  private final RoundTrip trip;
  private final Sampler sampler;
  private final SoundMachine law;

  /**
   * Tries a sample of what is asked.
   *
   * @param seed of the sample
   */
  public DoorAudit(Set<Audit> audits, Payloads payloads, long seed, SoundMachine law) {
    this.wanted = audits.contains(Audit.SERIALIZERS);
    this.trip = new RoundTrip(payloads);
    this.sampler = new Sampler(seed);
    this.law = law;
  }

  /** A command or a query has come to this member. */
  public void asked(String member, Object commandOrQuery) {
    if (wanted && sampler.takes(commandOrQuery)) {
      trip.complaint(commandOrQuery)
          .ifPresent(
              wrong ->
                  law.found(
                      member,
                      "%s (%s) %s"
                          .formatted(
                              commandOrQuery.getClass().getName(),
                              Shown.of(commandOrQuery),
                              wrong)));
    }
  }
}
