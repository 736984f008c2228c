package dev.synod.testkit.process;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes that are started are seen, and end. */
class JvmProcessTest {
  private static final Duration SOON = ofSeconds(60);

  @Test
  void itsShutdownHooksRunWhenItIsTerminated() {
    try (JvmProcess echo = JvmProcess.of(Echo.class).start()) {
      echo.awaitLine("listens on ", SOON);

      echo.terminate();

      echo.awaitLine("bye", SOON);
      assertThat(echo.awaitExit(SOON)).isEqualTo(128 + 15);
    }
  }

  @Test
  void itSaysNothingWhenItIsKilled() {
    try (JvmProcess echo = JvmProcess.of(Echo.class).start()) {
      echo.awaitLine("listens on ", SOON);

      echo.kill();

      assertThat(echo.alive()).isFalse();
      assertThat(echo.awaitExit(SOON)).isEqualTo(128 + 9);
      assertThatThrownBy(() -> echo.awaitLine("bye", SOON))
          .hasMessageContaining("has not said 'bye'")
          .hasMessageContaining("it has ended with status 137")
          .hasMessageContaining("one line on stderr");
    }
  }

  @Test
  void oneThatIsPausedIsKilledByClose() {
    JvmProcess echo = JvmProcess.of(Echo.class).start();
    echo.awaitLine("listens on ", SOON);
    echo.pause();
    assertThat(echo.alive()).isTrue();

    echo.close();

    assertThat(echo.alive()).isFalse();
  }

  @Test
  void oneThatEndsEarlyTellsItsStatusAndItsLastWords() {
    try (JvmProcess broken = JvmProcess.of(Broken.class, "B").start()) {
      assertThatThrownBy(() -> broken.awaitLine("ready", SOON))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Broken");
      assertThat(broken.awaitExit(SOON)).isEqualTo(1);
      assertThat(broken.lastErrors()).first().asString().contains("NumberFormatException", "B");
    }
  }

  /** Even if the parent has no time to do anything about it. */
  @Test
  void itEndsWithItsParent() throws Exception {
    try (JvmProcess parent = JvmProcess.of(Parent.class).start()) {
      String child = parent.awaitLine("child ", SOON).replace("child ", "");
      ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(child)).orElseThrow();

      parent.kill();

      assertThat(grandchild.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }
}
