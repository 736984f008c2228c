package dev.synod.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a black hole holds, and when it lets go of it. */
class DoorwayTest {
  private static final byte[] HEAD =
      ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN).putLong(13, 7).array();

  private final Links links = new Links();
  private final Doorway doorway = new Doorway("n2", links);
  private final ServerSocket node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private Socket sender;
  private Socket receiver;

  DoorwayTest() throws IOException {}

  /** N1 is connected, and its link has become a black hole before it sent more. */
  @BeforeEach
  void send() throws IOException {
    doorway.leadsTo(node.getLocalPort());
    links.started("n1", 7);
    sender = new Socket(InetAddress.getLoopbackAddress(), doorway.port());
    sender.getOutputStream().write(HEAD);
    receiver = node.accept();
    assertThat(receiver.getInputStream().readNBytes(HEAD.length)).isEqualTo(HEAD);
    links.cut("n1", "n2");
    sender.getOutputStream().write(42);
  }

  @AfterEach
  void close() throws IOException {
    links.close();
    doorway.close();
    node.close();
    sender.close();
    receiver.close();
  }

  @Test
  void whatWaitsArrivesWhenTheLinkPassesAgain() throws IOException {
    links.heal();

    assertThat(receiver.getInputStream().read()).isEqualTo(42);
  }

  @Test
  void whatANodeThatIsGoneHasSentIsLost() throws IOException {
    doorway.gone("n1");
    links.heal();

    assertThat(receiver.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void whatWaitsForANodeThatIsGoneIsLost() throws IOException {
    doorway.gone("n2");
    links.heal();

    assertThat(receiver.getInputStream().read()).isEqualTo(-1);
  }

  /** Else it would wait for ever for its own connection to be closed. */
  @Test
  void whoIsAboutToBeGoneIsLetGoOutOfABlackHole() throws IOException {
    doorway.going("n1");

    assertThat(sender.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void whoIsAboutToBeGoneMaySayGoodByeWhereItIsHeard() throws IOException {
    links.heal();

    doorway.going("n1");

    assertThat(receiver.getInputStream().read()).isEqualTo(42);
  }

  @Test
  void othersStayConnectedWhenANodeIsGone() throws IOException {
    doorway.gone("n3");
    links.heal();

    assertThat(receiver.getInputStream().read()).isEqualTo(42);
  }
}
