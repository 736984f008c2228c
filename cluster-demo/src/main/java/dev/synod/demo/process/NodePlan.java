package dev.synod.demo.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a node is to be started, each time the same.
 *
 * @param home its data lies in {@code <home>/<id>}, what it says on stderr in {@code
 *     <home>/<id>.log}
 * @param settings more arguments, such as {@code -Dkey=value}
 */
public record NodePlan(
    String id, int port, int httpPort, Path home, String members, List<String> settings) {
  private static final String HOST = "127.0.0.1";

  /** Plans nodes n1, n2, ... of one group on this machine. */
  public static List<NodePlan> group(
      List<Integer> ports, List<Integer> httpPorts, Path home, List<String> settings) {
    List<String> members =
        IntStream.range(0, ports.size())
            .mapToObj(i -> "n" + (i + 1) + "@" + HOST + ":" + ports.get(i))
            .toList();
    return IntStream.range(0, ports.size())
        .mapToObj(
            i ->
                new NodePlan(
                    "n" + (i + 1),
                    ports.get(i),
                    httpPorts.get(i),
                    home,
                    String.join(",", members),
                    settings))
        .toList();
  }

  /** Where its HTTP API is. */
  public URI uri() {
    return URI.create("http://" + HOST + ":" + httpPort);
  }

  /** Its stderr, of all runs. */
  public Path log() {
    return home.resolve(id + ".log");
  }

  /** The same node with another list of members. */
  public NodePlan withMembers(String others) {
    return new NodePlan(id, port, httpPort, home, others, settings);
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("node", "--exit-on-stdin-close"));
    arguments.addAll(List.of("--id", id, "--host", HOST, "--port", Integer.toString(port)));
    arguments.addAll(List.of("--http-port", Integer.toString(httpPort)));
    arguments.addAll(List.of("--data-dir", home.resolve(id).toString(), "--members", members));
    arguments.addAll(settings);
    return arguments;
  }
}
