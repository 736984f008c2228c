package dev.synod.demo.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.demo.client.Api;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code admin members}: exit status 0 if the members are changed, 1 if not or not surely. */
@Command(
    name = "members",
    description = "Changes who the members of the group are.",
    mixinStandardHelpOptions = true)
final class MembersCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "say which: add, remove, replace, promote, quorums or leases");
  }

  @Command(description = "A member more; its node must run.", mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--kind",
              defaultValue = "voter",
              paramLabel = "KIND",
              description =
                  "voter (votes once it has caught up), observer or witness (votes, has no state);"
                      + " default: voter")
          String kind,
      @Mixin EpochChange change) {
    String role = kind.equals("voter") ? ", to become a voter," : " as " + kind;
    return ask(Api.object().put("add", id).put("kind", kind), change, id + " is added" + role);
  }

  @Command(description = "A member less.", mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "ID") String id, @Mixin EpochChange change) {
    return ask(Api.object().put("remove", id), change, id + " is removed");
  }

  @Command(
      description = "The disk or address that waits under an id takes the place of the lost one.",
      mixinStandardHelpOptions = true)
  int replace(@Parameters(paramLabel = "ID") String id, @Mixin EpochChange change) {
    return ask(Api.object().put("replace", id), change, id + " is replaced");
  }

  @Command(description = "An observer becomes a voter.", mixinStandardHelpOptions = true)
  int promote(@Parameters(paramLabel = "ID") String id, @Mixin EpochChange change) {
    return ask(Api.object().put("promote", id), change, id + " is promoted");
  }

  @Command(
      description = "How many voters elect a leader, and how many accept a value.",
      mixinStandardHelpOptions = true)
  int quorums(
      @Parameters(paramLabel = "ELECTION") int election,
      @Parameters(paramLabel = "ACCEPT") int accept,
      @Mixin EpochChange change) {
    ObjectNode body = Api.object();
    body.putObject("quorums").put("election", election).put("accept", accept);
    return ask(body, change, "%d elect and %d accept".formatted(election, accept));
  }

  @Command(
      description = "How long a leader may read without asking anybody; 0 for no leases.",
      mixinStandardHelpOptions = true)
  int leases(
      @Parameters(paramLabel = "MILLIS") long millis,
      @Option(
              names = "--drift",
              defaultValue = "10000",
              paramLabel = "PPM",
              description = "no clock is off by more parts in a million; default: 10000")
          int drift,
      @Mixin EpochChange change) {
    ObjectNode body = Api.object();
    body.putObject("leases").put("durationMillis", millis).put("driftPpm", drift);
    String done = millis == 0 ? "there are no leases" : "leases last %d ms".formatted(millis);
    return ask(body, change, done);
  }

  private int ask(ObjectNode body, EpochChange change, String done) {
    return change.ask(
        Objects.requireNonNull(spec), "/admin/members", body, done, "change the members");
  }
}
