package dev.synod.demo.input;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Looks at ports before anything is started that would need them. */
public final class Ports {
  private static final int HIGHEST = 65535;

  private Ports() {}

  /** Refuses a number that is no port; {@code option} is what named it. */
  public static void requirePort(String option, int port, int lowest) {
    if (port < lowest || port > HIGHEST) {
      throw new BadInput(option + " " + port + " must be from " + lowest + " to " + HIGHEST);
    }
  }

  /** Refuses a port that can't be bound now. Whoever binds it later may still come too late. */
  public static void requireFree(String option, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(host), port));
    } catch (IOException e) {
      throw new BadInput(
          "%s %d on %s can't be bound: %s; stop what holds it or choose another"
              .formatted(option, port, host, e.getMessage()),
          e);
    }
  }

  /** Ports of the loopback interface that nothing holds, all different. */
  public static List<Integer> free(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new BadInput(count + " free ports are needed, but: " + e.getMessage(), e);
    } finally {
      sockets.forEach(Ports::close);
    }
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new BadInput("host '" + host + "' has no address; give one of this machine's", e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new BadInput(
          "port " + socket.getLocalPort() + " can't be closed: " + e.getMessage(), e);
    }
  }
}
