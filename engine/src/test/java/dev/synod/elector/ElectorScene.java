package dev.synod.elector;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.ElectorMessage;
import dev.synod.protocol.ElectorMessage.Heartbeat;
import dev.synod.protocol.ElectorMessage.PreVote;
import dev.synod.protocol.ElectorMessage.PreVoteReply;
import dev.synod.protocol.ElectorNotice;
import dev.synod.protocol.ElectorNotice.Elected;
import dev.synod.protocol.ElectorNotice.Recovered;
import dev.synod.protocol.MemberId;
import dev.synod.settings.SynodSettings.ElectorSettings;
import dev.synod.settings.SynodSettings.Thrashing;
import java.time.Duration;
import java.util.List;

/**
 * The elector of n1; a heartbeat each 100 ms, a time-out of 1 s, up to 3 s after delays, back-off
 * up to 4 time-outs.
 */
final class ElectorScene {
  static final long TIMEOUT = 1000;
  static final int STRETCH = 3;
  static final int BACKOFF = 4;
  static final Ballot PROMISED = Cast.ballot(3, N3);
  static final Ballot OWN = Cast.ballot(4, N1);

  private ElectorScene() {}

  static Driver<ElectorState, ElectorMessage, ElectorNotice> waiting(int members) {
    return waiting(members, 0);
  }

  static Driver<ElectorState, ElectorMessage, ElectorNotice> waiting(int members, int priority) {
    return new Driver<>(ElectorState.initial(N1, Cast.members(members), settings(priority)));
  }

  static ElectorSettings settings(int priority) {
    return new ElectorSettings(
        Duration.ofMillis(100),
        Duration.ofMillis(TIMEOUT),
        STRETCH,
        BACKOFF,
        priority,
        new Thrashing(3, Duration.ofMinutes(1)));
  }

  static Driver<ElectorState, ElectorMessage, ElectorNotice> listening() {
    return waiting(3).told(new Recovered(PROMISED));
  }

  /** n2 leads, and was heard just now. */
  static Driver<ElectorState, ElectorMessage, ElectorNotice> following() {
    return listening().hear(N2, new Heartbeat(Cast.ballot(4, N2), 1));
  }

  static Driver<ElectorState, ElectorMessage, ElectorNotice> asking() {
    return untilAsking(listening());
  }

  static Driver<ElectorState, ElectorMessage, ElectorNotice> untilAsking(
      Driver<ElectorState, ElectorMessage, ElectorNotice> elector) {
    for (int i = 0; i < 1000 && elector.said(PreVote.class).isEmpty(); i++) {
      elector.after(10);
    }
    return elector;
  }

  static long attempt(Driver<ElectorState, ElectorMessage, ElectorNotice> elector) {
    return elector.state().attempts();
  }

  static Driver<ElectorState, ElectorMessage, ElectorNotice> campaigning() {
    Driver<ElectorState, ElectorMessage, ElectorNotice> elector = asking();
    return elector.hear(N2, new PreVoteReply(attempt(elector), true, PROMISED));
  }

  static Driver<ElectorState, ElectorMessage, ElectorNotice> leading() {
    return campaigning().told(new Elected(OWN));
  }

  static List<MemberId> others() {
    return List.of(N2, N3);
  }
}
