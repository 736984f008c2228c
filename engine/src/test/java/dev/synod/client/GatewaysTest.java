package dev.synod.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a client asks. */
class GatewaysTest {
  private static final Gateways<String> THREE =
      Gateways.<String>none().found(List.of("a", "b", "c"));

  @Test
  void nobodyIsAskedWhoIsNotKnown() {
    assertThat(Gateways.none().current()).isEmpty();
    assertThat(Gateways.none().next().current()).isEmpty();
  }

  @Test
  void allTakeTurnsWhereNobodySaysThatItLeads() {
    assertThat(THREE.current()).contains("a");
    assertThat(THREE.next().current()).contains("b");
    assertThat(THREE.next().next().next().current()).contains("a");
  }

  @Test
  void whoLeadsIsAskedFirstAndTheOthersAfterIt() {
    Gateways<String> led = THREE.next().led(List.of("c"));

    assertThat(led.current()).contains("c");
    assertThat(led.next().current()).contains("a");
    assertThat(led.next().next().current()).contains("b");
  }

  /** The Receptionist forgets the dead in its own time. */
  @Test
  void whoHasSaidSoLastComesFirst() {
    Gateways<String> after = THREE.led(List.of("a")).led(List.of("a", "c"));

    assertThat(after.current()).contains("c");
    assertThat(after.led(List.of("c")).current()).contains("c");
    assertThat(after.led(List.of("a")).led(List.of("a", "b")).current()).contains("b");
  }

  /** Else each word of the Receptionist would lead back to who is silent. */
  @Test
  void whatWasSaidBeforeIsNoReasonToTurn() {
    Gateways<String> turned = THREE.led(List.of("b")).next();

    assertThat(turned.led(List.of("b")).current()).contains("a");
    assertThat(turned.found(List.of("a", "b")).current()).contains("a");
  }

  /** Its sign is down, though the word of its lead comes from another list. */
  @Test
  void whoIsKnownNoMoreIsNotAskedThoughItSaidThatItLeads() {
    Gateways<String> gone = THREE.led(List.of("c")).found(List.of("a", "b"));

    assertThat(gone.current()).contains("a");
    assertThat(gone.found(List.of("a", "b", "c")).current()).contains("c");
  }

  /** A call remembers by the number whom it was sent to. */
  @Test
  void nobodyGetsTheNumberOfAnother() {
    Gateways<String> led = THREE.led(List.of("c"));
    Gateways<String> gone = led.found(List.of("a", "b"));

    assertThat(List.of(THREE, led, gone, gone.next(), gone.next().led(List.of("a"))))
        .extracting(Gateways::turn)
        .doesNotHaveDuplicates();
    assertThat(led.found(List.of("a", "c")).turn()).isEqualTo(led.turn());
  }
}
