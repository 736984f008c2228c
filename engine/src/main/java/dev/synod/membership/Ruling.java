package dev.synod.membership;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import java.util.Optional;

/** What a leader finds of a change of the configuration. */
sealed interface Ruling {

  /**
   * It may be.
   *
   * @param next the configuration that it leads to
   * @param successor who should lead there
   */
  record Approved(Configuration next, Optional<MemberId> successor) implements Ruling {}

  /**
   * It must not be.
   *
   * @param reason one line that names what stands against it and what to do
   */
  record Refused(String reason) implements Ruling {}
}
