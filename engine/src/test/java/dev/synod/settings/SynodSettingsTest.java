package dev.synod.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

/** Settings are refused where two of them do not fit, with both named. */
class SynodSettingsTest {
  private static final Config REFERENCE =
      ConfigFactory.parseString("synod.acceptor.journal = \"pekko.persistence.journal.inmem\"")
          .withFallback(ConfigFactory.load());

  @Test
  void takesTheReferenceAsItIs() {
    assertThat(SynodSettings.create(REFERENCE).client().outstanding()).isEqualTo(8192);
  }

  @Test
  void letsNoMoreCommandsWaitThanASessionKeeps() {
    assertThat(with("synod.sessions.window = 16, synod.client.outstanding = 16").client())
        .extracting(SynodSettings.ClientSettings::outstanding)
        .isEqualTo(16);
    assertThatThrownBy(() -> with("synod.sessions.window = 16, synod.client.outstanding = 17"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("synod.client.outstanding = 17 must be at most synod.sessions.window = 16");
  }

  @Test
  void givesALeaderTimeForTwoHeartbeats() {
    assertThatThrownBy(
            () -> with("synod.elector.heartbeat = 100 ms, synod.elector.timeout = 199 ms"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("synod.elector.timeout = 199 ms")
        .hasMessageContaining("synod.elector.heartbeat = 100 ms");
  }

  private static SynodSettings with(String settings) {
    return SynodSettings.create(ConfigFactory.parseString(settings).withFallback(REFERENCE));
  }
}
