package dev.synod.acceptor;

import dev.synod.protocol.Effect;
import java.util.List;
import java.util.Optional;

/**
 * What an acceptor makes of its mail: first remember, then say (rule A3).
 *
 * @param remember empty if nothing has changed
 * @param say only after {@code remember} is durable
 * @param alarms lines for the log about mail that no sound member sends (rule B6)
 */
public record Decision(
    Optional<AcceptorEvent.Recorded> remember, List<Effect> say, List<String> alarms) {
  /** Copies the lists. */
  public Decision {
    say = List.copyOf(say);
    alarms = List.copyOf(alarms);
  }
}
