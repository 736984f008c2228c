package dev.synod.demo.admin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code admin}: what a running node is told to do. */
@Command(
    name = "admin",
    description = "Tells a running node what to do.",
    subcommands = {MembersCommand.class, SnapshotCommand.class, TransferCommand.class},
    mixinStandardHelpOptions = true)
public final class AdminCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "say which: members, snapshot or transfer");
  }
}
