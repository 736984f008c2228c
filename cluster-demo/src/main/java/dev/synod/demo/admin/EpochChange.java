package dev.synod.demo.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import dev.synod.demo.input.Line;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What all commands have in common that ask a node for something which begins another epoch. */
final class EpochChange {
  private static final int REFUSED = 1;
  private static final int UNKNOWN = 504;

  /** Longer than a node takes by itself ({@code synod.membership.timeout}). */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private ToNode to = new ToNode();

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description = "refuse the change in any epoch but this one; default: the present one")
  private @Nullable Long epoch;

  /**
   * Asks, and says what came of it; gives back the exit status.
   *
   * @param done what holds since the new epoch
   * @param doing what the node was asked to do, where it has not or may not have
   */
  int ask(CommandSpec spec, String path, ObjectNode body, String done, String doing) {
    URI uri = to.uri();
    if (epoch != null) {
      body.put("epoch", epoch);
    }
    try {
      Reply reply = new Api(PATIENCE).post(uri, path, body);
      if (reply.ok()) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("%s since epoch %d".formatted(done, reply.body().path("epoch").asLong()));
        out.flush();
        return 0;
      }
      String whether = reply.status() == UNKNOWN ? "may or may not " : "did not ";
      return complain(spec, whether, doing, reply.why());
    } catch (ConnectException e) {
      return complain(spec, "did not ", doing, "it does not answer (" + Line.of(e) + ")");
    } catch (IOException e) {
      return complain(spec, "may or may not ", doing, "it does not answer (" + Line.of(e) + ")");
    }
  }

  private int complain(CommandSpec spec, String whether, String doing, String why) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("%s: %s %s%s: %s".formatted(spec.name(), to.node(), whether, doing, why));
    err.flush();
    return REFUSED;
  }
}
