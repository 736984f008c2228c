package dev.synod.testkit.real;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where others connect to a node: its canonical address. It hands on what comes, to the port where
 * the node really listens, as long as the link from the sender is open.
 *
 * <p>Artery opens its own connection for each direction and begins it with four magic bytes, one
 * for the stream, the frame's length and its header, in which the sender's uid stands.
 */
final class Doorway implements Closeable {
  private static final int UID_AT = 4 + 1 + 4 + 4;
  private static final int HEAD = UID_AT + Long.BYTES;
  private static final int CHUNK = 64 * 1024;

  private final String node;
  private final Links links;
  private final ServerSocket server;
  private final Map<Socket, String> open = new HashMap<>();
  private volatile int inner;

  Doorway(String node, Links links) {
    this.node = node;
    this.links = links;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no port of the loopback interface is free for " + node, e);
    }
    begin("doorway-of-" + node, this::accept);
  }

  /** Where others find the node. */
  int port() {
    return server.getLocalPort();
  }

  /** The node listens here from now on. */
  void leadsTo(int port) {
    inner = port;
  }

  private static void begin(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket outside = server.accept();
        begin("to-" + node, () -> serve(outside));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket outside) {
    try (outside) {
      track(outside, "");
      byte[] head = outside.getInputStream().readNBytes(HEAD);
      if (head.length == HEAD) {
        long uid = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(UID_AT);
        String from = links.node(uid);
        track(outside, from);
        connect(from, outside, head);
      }
    } catch (IOException broken) {
      // One side has hung up, or the node does not listen: the other side sees a closed connection.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      forget(outside);
    }
  }

  private void connect(String from, Socket outside, byte[] head)
      throws IOException, InterruptedException {
    links.awaitOpen(from, node);
    try (Socket inside = new Socket(InetAddress.getLoopbackAddress(), inner)) {
      track(inside, from);
      begin(node + "-to-" + from, () -> answer(from, inside, outside));
      inside.getOutputStream().write(head);
      hand(from, node, outside.getInputStream(), inside.getOutputStream());
    }
  }

  private void answer(String from, Socket inside, Socket outside) {
    try (inside;
        outside) {
      hand(node, from, inside.getInputStream(), outside.getOutputStream());
    } catch (IOException broken) {
      // The other direction has closed both.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      forget(inside);
    }
  }

  /** What has been read when the link becomes a black hole waits with what follows it. */
  private void hand(String from, String to, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK];
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      links.awaitOpen(from, to);
      out.write(chunk, 0, length);
    }
  }

  private synchronized void track(Socket socket, String from) throws IOException {
    if (server.isClosed()) {
      socket.close();
    }
    open.put(socket, from);
  }

  private synchronized void forget(Socket socket) {
    open.remove(socket);
  }

  /** The node is gone, and with it what it has sent or would have heard and still waits here. */
  void gone(String other) throws IOException {
    hangUp(from -> node.equals(other) || from.equals(other));
  }

  /**
   * The node is about to be gone. Where it is in a black hole it is so at once: it waits until the
   * connections that it has closed are closed by the others, too, and nobody looks at those.
   */
  void going(String other) throws IOException {
    hangUp(from -> (node.equals(other) || from.equals(other)) && links.broken(from, node));
  }

  private void hangUp(Predicate<String> chosen) throws IOException {
    List<Socket> last;
    synchronized (this) {
      last =
          open.entrySet().stream()
              .filter(entry -> chosen.test(entry.getValue()))
              .map(Map.Entry::getKey)
              .toList();
    }
    for (Socket socket : last) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp(from -> true);
  }
}
