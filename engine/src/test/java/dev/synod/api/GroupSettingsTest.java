package dev.synod.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.api.GroupSettings.Peer;
import org.apache.pekko.actor.AddressFromURIString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Member lists are refused in one line that names the value. */
class GroupSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "n1", "my-node.example.org", "10.0.0.1", "[::1]", "[fe80::1:2]"})
  void takesEveryHostThatPekkoCanAddress(String host) {
    GroupSettings settings = GroupSettings.parse("g", "n1", "n1@" + host + ":7355");

    assertThat(settings.members()).containsExactly(new Peer("n1", host, 7355));
    assertThat(AddressFromURIString.parse("pekko://s@" + host + ":7355").host().get())
        .isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my_node",
        "bad host",
        "::1",
        "",
        "a/b",
        "a:b",
        "-a",
        "a..b",
        "[::1",
        "a@b",
        "\u00fc"
      })
  void refusesEveryOtherHostNamingIt(String host) {
    assertThatThrownBy(() -> new Peer("n1", host, 7355))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("host '" + host + "' of member 'n1' must be a host name of");
  }
}
