package dev.synod.demo.commit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sessions with the node, as they are typed and shown. */
final class Session {
  static final String INIT =
      """
      {"src":"c0","dest":"paxos_coord","body":{"type":"init","msg_id":1,"participants":["p1","p2"],"acceptors":["a1","a2","a3"]}}
      """;
  static final String BEGIN =
      """
      {"src":"c1","dest":"paxos_coord","body":{"type":"paxos_commit_begin","msg_id":2,"participants":["p1","p2"],"acceptors":["a1","a2","a3"],"operations":[{"transfer":100,"from":"a","to":"b"}]}}
      """;
  static final String RECOVER =
      """
      {"src":"c2","dest":"paxos_coord","body":{"type":"recover_proposer","msg_id":3}}
      """;

  private Session() {}

  static String crashingAfter(String step) {
    return BEGIN.replace(
        "\"operations\"", "\"crash_proposer_after\":\"" + step + "\",\"operations\"");
  }

  /** All that is written where nobody else answers. */
  static List<String> external(String... input) {
    return run(Optional.empty(), input);
  }

  /** All that is written with acceptors inside. */
  static List<String> internal(String... input) {
    return run(Optional.of(new LocalAcceptors()), input);
  }

  private static List<String> run(Optional<LocalAcceptors> acceptors, String... input) {
    StringWriter out = new StringWriter();
    try {
      boolean written =
          new Dialogue(acceptors, new PrintWriter(out))
              .run(new StringReader(String.join("", input)));
      if (!written) {
        throw new AssertionError("a string can't be full");
      }
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return out.toString().lines().toList();
  }

  /** What clients get of it. */
  static Stream<String> toClients(List<String> lines) {
    return lines.stream().filter(line -> line.contains("\"dest\": \"c"));
  }
}
