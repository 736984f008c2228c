package dev.synod.demo.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code storage}: what looks into a data directory. */
@Command(
    name = "storage",
    description = "Looks into the data directory of a node that does not run; changes nothing.",
    subcommands = {VerifyCommand.class, DumpCommand.class},
    mixinStandardHelpOptions = true)
public final class StorageCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "say which: verify or dump");
  }
}
