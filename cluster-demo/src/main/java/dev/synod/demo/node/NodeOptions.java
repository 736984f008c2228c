package dev.synod.demo.node;

import dev.synod.api.GroupSettings;
import dev.synod.api.GroupSettings.Peer;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Directories;
import dev.synod.demo.input.Line;
import dev.synod.demo.input.Ports;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a node must be told. */
final class NodeOptions {
  private static final int EVEN = 2;

  @Option(names = "--id", required = true, description = "this node's member id")
  private @Nullable String id;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "the address to bind; default: ${DEFAULT-VALUE}")
  private @Nullable String host;

  @Option(names = "--port", required = true, description = "for the other members")
  private int port;

  @Option(names = "--http-port", required = true, description = "for clients; 0: any that is free")
  private int httpPort;

  @Option(names = "--data-dir", required = true, description = "where this node remembers")
  private @Nullable Path dataDir;

  @Option(
      names = "--members",
      required = true,
      paramLabel = "ID@HOST:PORT,...",
      description = "all founding members; an odd number is best")
  private @Nullable String members;

  @Option(
      names = "--advertise",
      paramLabel = "HOST",
      description = "what others call this node, where that is not --host")
  private @Nullable String advertise;

  @Option(
      names = "--group",
      defaultValue = "demo",
      description = "the group's name; default: ${DEFAULT-VALUE}")
  private @Nullable String group;

  String host() {
    return Objects.requireNonNull(host);
  }

  int port() {
    return port;
  }

  int httpPort() {
    return httpPort;
  }

  Path dataDir() {
    return Directories.requireNamed("--data-dir", Objects.requireNonNull(dataDir));
  }

  /** By which name the others reach this node. */
  String advertised() {
    return advertise == null ? host() : advertise;
  }

  /**
   * The group and this node's place in it.
   *
   * @throws BadInput if ids, addresses and the list of members do not fit together
   */
  GroupSettings place() {
    Ports.requirePort("--port", port, 1);
    Ports.requirePort("--http-port", httpPort, 0);
    if (httpPort == port) {
      throw new BadInput("--http-port " + httpPort + " is --port, too; they must differ");
    }
    GroupSettings place;
    try {
      place =
          GroupSettings.parse(
              Objects.requireNonNull(group),
              Objects.requireNonNull(id),
              Objects.requireNonNull(members));
    } catch (IllegalArgumentException e) {
      throw new BadInput(Line.of(e), e);
    }
    requireOwnAddress(place);
    return place;
  }

  /** Says what an even number of members is worth; empty for an odd one. */
  static String evenNotice(GroupSettings place) {
    int count = place.members().size();
    return count % EVEN == 0
        ? "%d members: %d make a quorum, so %d may be lost, no more than of %d members; an odd number is best"
            .formatted(count, count / EVEN + 1, count - count / EVEN - 1, count - 1)
        : "";
  }

  /** Who binds to more than this machine should know that anyone may speak to it. */
  String openNotice() {
    try {
      return InetAddress.getByName(host()).isLoopbackAddress()
          ? ""
          : "--host %s is not loopback and there is no TLS: whoever reaches ports %d and %d may read and write"
              .formatted(host(), port, httpPort);
    } catch (UnknownHostException e) {
      throw new BadInput("--host '" + host() + "' has no address; give one of this machine's", e);
    }
  }

  private void requireOwnAddress(GroupSettings place) {
    Peer own =
        place.members().stream()
            .filter(peer -> peer.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new BadInput("member '" + id + "' is not in --members"));
    Peer told = new Peer(own.id(), advertised(), port);
    if (!own.equals(told)) {
      throw new BadInput(
          "--members says %s, but --%s and --port say %s; they must agree"
              .formatted(own, advertise == null ? "host" : "advertise", told));
    }
  }
}
