package dev.synod.testkit.process;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** The test of a process that the README shows. */
class EchoTest {
  @Test
  void oneThatStandsStillAnswersWhenItGoesOn() throws IOException {
    try (JvmProcess echo = JvmProcess.of(Echo.class).options("-Xmx64m").start()) {
      String port = echo.awaitLine("listens on ", ofSeconds(60)).replace("listens on ", "");
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
        echo.pause();
        socket.getOutputStream().write('\n');
        socket.setSoTimeout(200);
        assertThatThrownBy(socket.getInputStream()::read)
            .isInstanceOf(SocketTimeoutException.class);

        echo.resume();
        socket.setSoTimeout(60_000);
        assertThat(socket.getInputStream().read()).isEqualTo('\n');
      }
    }
  }
}
