package dev.synod.demo.admin;

import dev.synod.demo.client.Api;
import dev.synod.demo.client.Reply;
import dev.synod.demo.input.Line;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code admin snapshot}: exit status 0 if the state is on the node's disk, 1 if not. */
@Command(
    name = "snapshot",
    description = "Has a node save its state now, so that it can drop the log behind it.",
    mixinStandardHelpOptions = true)
final class SnapshotCommand implements Callable<Integer> {
  private static final int REFUSED = 1;

  /** A large state on a slow disk. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private ToNode to = new ToNode();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    URI uri = to.uri();
    try {
      Reply reply = new Api(PATIENCE).post(uri, "/admin/snapshot", Api.object());
      return reply.ok() ? done(reply.body().path("slot").asLong()) : refused(reply.why());
    } catch (IOException e) {
      return refused("it does not answer (" + Line.of(e) + ")");
    }
  }

  private int done(long slot) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println("%s has saved its state after slot %d".formatted(to.node(), slot));
    out.flush();
    return 0;
  }

  private int refused(String why) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("snapshot: %s has saved no snapshot: %s".formatted(to.node(), why));
    err.flush();
    return REFUSED;
  }
}
