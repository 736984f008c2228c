package dev.synod.demo.commit;

import dev.synod.demo.input.BadInput;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code paxos-commit}: exit status 0 at the end of input, 1 if the output is closed before, 2 for
 * what can't be.
 */
@Command(
    name = "paxos-commit",
    description = {
      "Leads the commit of one transaction under Paxos Commit: the node paxos_coord, which speaks",
      "JSON lines on stdin and stdout, one message a line."
    },
    mixinStandardHelpOptions = true)
public final class PaxosCommitCommand implements Callable<Integer> {
  private static final int CUT_OFF = 1;

  @Option(
      names = "--acceptors",
      paramLabel = "WHERE",
      defaultValue = "external",
      description =
          "external: they answer on stdin; internal: they run in here. Default: external.")
  private @Nullable String acceptors;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    return new Dialogue(local(), out).run(in) ? 0 : CUT_OFF;
  }

  private Optional<LocalAcceptors> local() {
    return switch (Objects.requireNonNull(acceptors)) {
      case "external" -> Optional.empty();
      case "internal" -> Optional.of(new LocalAcceptors());
      default ->
          throw new BadInput("--acceptors '%s' must be external or internal".formatted(acceptors));
    };
  }
}
