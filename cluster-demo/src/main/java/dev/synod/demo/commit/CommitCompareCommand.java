package dev.synod.demo.commit;

import dev.synod.demo.input.Whole;
import dev.synod.testkit.commit.Costs;
import dev.synod.testkit.commit.CrashMatrix;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commit-compare}: exit status 0, or 2 for what can't be. */
@Command(
    name = "commit-compare",
    description = {
      "Plays two-phase commit, three-phase commit and Paxos Commit: what becomes of a transaction",
      "whose coordinator stops at each step, and what one costs that nobody disturbs."
    },
    mixinStandardHelpOptions = true)
public final class CommitCompareCommand implements Callable<Integer> {
  private static final int PARTICIPANTS = 4;
  private static final int FAULTS = 3;

  @Option(
      names = "--participants",
      paramLabel = "N",
      defaultValue = "2",
      description = "In the table of crashes, 1 to 4; each may vote, refuse, be slow or stop.")
  private @Nullable String participants;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    int size = Whole.of("--participants", Objects.requireNonNull(participants), 1, PARTICIPANTS);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(CrashMatrix.table(CrashMatrix.rows(size)));
    out.println();
    out.print(Costs.table(Costs.rows(PARTICIPANTS, FAULTS)));
    out.flush();
    return 0;
  }
}
