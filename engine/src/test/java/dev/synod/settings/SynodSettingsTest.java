package dev.synod.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.synod.protocol.LeaseTerms;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Settings are refused where two of them do not fit, with both named. */
class SynodSettingsTest {
  private static final Config REFERENCE =
      ConfigFactory.parseString(
              """
              synod.acceptor.journal = "pekko.persistence.journal.inmem"
              synod.replica.snapshot-store = ""
              """)
          .withFallback(ConfigFactory.load());

  @Test
  void takesTheReferenceAsItIs() {
    assertThat(SynodSettings.create(REFERENCE).client().outstanding()).isEqualTo(16_384);
  }

  @Test
  void letsNoMoreCommandsWaitThanASessionKeeps() {
    assertThat(with("synod.sessions.window = 16, synod.client.outstanding = 16").client())
        .extracting(SynodSettings.ClientSettings::outstanding)
        .isEqualTo(16);
    assertThatThrownBy(() -> with("synod.sessions.window = 16, synod.client.outstanding = 17"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("synod.client.outstanding = 17 must be at most synod.sessions.window = 16");
    assertThatThrownBy(
            () -> with("synod.client.outstanding-bytes = 16 KiB, synod.client.command = 17 KiB"))
        .hasMessage(
            "synod.client.outstanding-bytes = 16384 B must be at least synod.client.command ="
                + " 17408 B");
  }

  @Test
  void givesALeaderTimeForTwoHeartbeats() {
    assertThatThrownBy(
            () -> with("synod.elector.heartbeat = 100 ms, synod.elector.timeout = 199 ms"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("synod.elector.timeout = 199 ms")
        .hasMessageContaining("synod.elector.heartbeat = 100 ms");
  }

  /** What is sent only once may be lost. */
  @Test
  void givesUpALeadLaterThanItRepeats() {
    assertThatThrownBy(
            () -> with("synod.proposer.resend = 300 ms, synod.proposer.progress-timeout = 300 ms"))
        .hasMessageContaining("synod.proposer.progress-timeout = 300 ms must be longer than")
        .hasMessageContaining("synod.proposer.resend = 300 ms");
    assertThatThrownBy(
            () ->
                with("synod.acceptor.write-deadline = 3 s, synod.proposer.progress-timeout = 3 s"))
        .hasMessageContaining("must be longer than synod.acceptor.write-deadline = 3000 ms");
  }

  @Test
  void tellsWhatIsChosenBeforeItRepeatsIt() {
    assertThat(with("synod.learner.linger = off").learner().linger()).isZero();
    assertThatThrownBy(() -> with("synod.learner.linger = 100 ms"))
        .hasMessage(
            "synod.learner.linger = 100 ms must be shorter than synod.learner.resend = 100 ms");
  }

  /** Rule E6: nobody is to wait longer for a lease than it waits for the leader anyway. */
  @Test
  void leasesEndBeforeTheNextElection() {
    assertThat(SynodSettings.create(REFERENCE).leases()).isEqualTo(LeaseTerms.NONE);
    assertThat(with("synod.lease { duration = 800 ms, drift = 0.02 }").leases())
        .isEqualTo(new LeaseTerms(800, 20_000));
    assertThatThrownBy(() -> with("synod.lease.duration = 801 ms"))
        .hasMessageContaining("synod.lease.duration = 801 ms must be at most 800 ms");
    assertThatThrownBy(
            () ->
                with(
                    "synod.lease.duration = 61 s, synod.elector.timeout = 2 m,"
                        + " synod.proposer.campaign-timeout = 2 m"))
        .hasMessageContaining("must be at most 60000 ms");
    assertThatThrownBy(() -> with("synod.lease.drift = 0.2"))
        .hasMessageContaining("synod.lease.drift = 0.2 must be from 0 to 0.1");
    assertThatThrownBy(() -> with("synod.lease.duration = 0 ms"))
        .hasMessageContaining("must be at least 1 ms");
  }

  /** A typing error must not look like the choice to keep nothing. */
  @Test
  void keepsStatesInAStoreThatThereIsOrInNone() {
    assertThat(SynodSettings.create(REFERENCE).replica())
        .isEqualTo(
            new SynodSettings.ReplicaSettings(
                Optional.empty(), 10_000, 64 << 20, OptionalLong.of(32 << 20)));
    assertThat(with("synod.replica.snapshot-store = pekko.persistence.snapshot-store.local"))
        .extracting(settings -> settings.replica().snapshotStore())
        .isEqualTo(Optional.of("pekko.persistence.snapshot-store.local"));
    assertThatThrownBy(() -> with("synod.replica.snapshot-store = some.store"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "synod.replica.snapshot-store = \"some.store\" names no snapshot store plugin: there is"
                + " no some.store.class in the configuration;")
        .hasMessageEndingWith(", or \"\" for none: then the log only ever grows");
  }

  @Test
  void keepsStatesAtABoundedRate() {
    assertThatThrownBy(() -> with("synod.replica.snapshot-slots = 0"))
        .hasMessage("synod.replica.snapshot-slots = 0 must be from 1 to 2147483647");
    assertThatThrownBy(() -> with("synod.replica.snapshot-bytes = 1023"))
        .hasMessage("synod.replica.snapshot-bytes = 1023 B must be at least 1024 B");
  }

  @Test
  void lendsStatesAtARateOrAsFastAsItCan() {
    assertThat(with("synod.replica.lend-rate = off").replica().lendRate()).isEmpty();
    assertThat(with("synod.replica.lend-rate = 8 KiB").replica().lendRate()).hasValue(8192);
    for (String refused : List.of("8191", "0", "1025 GiB")) {
      assertThatThrownBy(() -> with("synod.replica.lend-rate = " + refused))
          .hasMessageMatching(
              "synod.replica.lend-rate = \\d+ B a second must be from 8192 to 1099511627776 B a"
                  + " second, or off for no bound");
    }
  }

  private static SynodSettings with(String settings) {
    return SynodSettings.create(ConfigFactory.parseString(settings).withFallback(REFERENCE));
  }
}
