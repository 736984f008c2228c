package dev.synod.demo.admin;

import dev.synod.demo.input.BadInput;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.Option;

/** Which node is told to do something. */
final class ToNode {
  @Option(
      names = "--node",
      required = true,
      paramLabel = "HOST:HTTP-PORT",
      description = "the node's HTTP API")
  private String node = "";

  /** As it was typed. */
  String node() {
    return node;
  }

  /**
   * Its HTTP API.
   *
   * @throws BadInput if that is no host and port
   */
  URI uri() {
    try {
      URI uri = new URI("http://" + node);
      if (uri.getHost() != null && uri.getPort() > 0 && uri.getPath().isEmpty()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Refused below, as what has no port is.
    }
    throw new BadInput("--node " + node + " must be HOST:HTTP-PORT, such as 127.0.0.1:8081");
  }
}
