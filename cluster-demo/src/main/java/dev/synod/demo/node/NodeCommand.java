package dev.synod.demo.node;

import dev.synod.api.GroupSettings;
import dev.synod.demo.input.BadInput;
import dev.synod.demo.input.Line;
import dev.synod.demo.input.Ports;
import dev.synod.demo.input.Settings;
import dev.synod.persistence.DataDirectory;
import dev.synod.persistence.DataDirectoryException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code node}: runs one member until it is told to end, or has to. */
@Command(
    name = "node",
    description = "Runs one node; prints READY when it can serve.",
    mixinStandardHelpOptions = true)
public final class NodeCommand implements Callable<Integer> {
  @Mixin private @Nullable NodeOptions options;
  @Mixin private @Nullable Settings settings;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--exit-on-stdin-close", hidden = true)
  private boolean exitOnStdinClose;

  @Override
  public Integer call() {
    NodeOptions told = Objects.requireNonNull(options);
    GroupSettings place = told.place();
    notice(NodeOptions.evenNotice(place));
    notice(told.openNotice());
    try (Ending ending = Ending.begin();
        DataDirectory directory = DataDirectory.open(told.dataDir())) {
      if (exitOnStdinClose) {
        ending.watch(System.in);
      }
      Ports.requireFree("--port", told.host(), told.port());
      Ports.requireFree("--http-port", told.host(), told.httpPort());
      DemoNode node =
          DemoNode.start(
              told,
              place,
              NodeConfig.of(
                  told, place, directory.path(), Objects.requireNonNull(settings).config()),
              ending);
      return ending.await(node, this::notice);
    } catch (DataDirectoryException e) {
      throw new BadInput(Line.of(e), e);
    }
  }

  private void notice(String line) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    if (!line.isEmpty()) {
      err.println("node: " + line);
      err.flush();
    }
  }
}
