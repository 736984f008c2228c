package dev.synod.acceptor;

import dev.synod.protocol.Effect;
import dev.synod.protocol.Entry;
import java.util.List;
import java.util.Optional;

/**
 * What an acceptor makes of its mail: first remember, then say (rule A3).
 *
 * @param remember empty if nothing has changed
 * @param say only after {@code remember} is durable
 * @param entered the epoch that this member is in then, if it is another than before
 * @param cleared the values of the slots through this one are not to stay in memory
 * @param grant what it owes to a leader from now on, whether or not the write succeeds
 * @param alarms lines for the log about mail that no sound member sends (rule B6)
 */
public record Decision(
    Optional<AcceptorEvent.Recorded> remember,
    List<Effect> say,
    Optional<Entry> entered,
    long cleared,
    Grant grant,
    List<String> alarms) {
  /** Copies the lists. */
  public Decision {
    say = List.copyOf(say);
    alarms = List.copyOf(alarms);
  }
}
