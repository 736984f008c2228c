package dev.synod.demo.admin;

import dev.synod.demo.client.Api;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code admin transfer}: exit status 0 if the lead is handed over, 1 if not or not surely. */
@Command(
    name = "transfer",
    description = "Hands the lead over to a member.",
    mixinStandardHelpOptions = true)
final class TransferCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "who shall lead")
  private String id = "";

  @Mixin private EpochChange change = new EpochChange();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    return change.ask(
        Objects.requireNonNull(spec),
        "/admin/transfer",
        Api.object().put("to", id),
        id + " leads",
        "hand the lead over");
  }
}
