package dev.synod.demo;

import dev.synod.demo.admin.AdminCommand;
import dev.synod.demo.bench.BenchCommand;
import dev.synod.demo.commit.CommitCompareCommand;
import dev.synod.demo.commit.PaxosCommitCommand;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.node.Death;
import dev.synod.demo.node.NodeCommand;
import dev.synod.demo.show.DemoCommand;
import dev.synod.demo.storage.StorageCommand;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit status: 0 done, 1 failed, 2 asked for what can't be, 3 put out of the
 * cluster, 70 an Error such as a lack of memory.
 */
@Command(
    name = "synod-demo",
    description = "A replicated store on three JVMs that survives its leader's death.",
    subcommands = {
      AdminCommand.class,
      BenchCommand.class,
      CommitCompareCommand.class,
      DemoCommand.class,
      NodeCommand.class,
      PaxosCommitCommand.class,
      StorageCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "synod-demo 0.1.0")
public final class Main implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int FAILED = 1;

  @Spec private @Nullable CommandSpec spec;

  /** Runs a command and ends the JVM with its exit status. */
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(Main::died);
    System.exit(execute(args));
  }

  /** Also ends where a class is missing or memory is: half a node must not stay behind. */
  private static int execute(String[] args) {
    try {
      return commandLine().execute(args);
    } catch (Error fatal) {
      LOG.error("synod-demo can't go on", fatal);
      return Death.STATUS;
    }
  }

  /** The same for the threads that are not Pekko's, which does so with its own. */
  private static void died(Thread thread, Throwable failure) {
    LOG.error("thread {} has died", thread.getName(), failure);
    if (failure instanceof Error) {
      System.exit(Death.STATUS);
    }
  }

  /** The command line, for those who want to run it within their own JVM. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, line));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "say which: admin, bench, commit-compare, demo, node, paxos-commit or storage");
  }

  private static int explain(Exception failure, CommandLine line) {
    PrintWriter err = line.getErr();
    if (failure instanceof BadInput) {
      err.println(line.getCommandName() + ": " + failure.getMessage());
      return BadInput.EXIT;
    }
    LOG.error("{} failed", line.getCommandName(), failure);
    err.println(line.getCommandName() + " failed: " + failure);
    return FAILED;
  }
}
