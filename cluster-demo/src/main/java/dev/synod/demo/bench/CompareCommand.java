package dev.synod.demo.bench;

import dev.synod.demo.input.BadInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench compare}: two files of {@code bench --json}, side by side. */
@Command(
    name = "compare",
    description = "Prints how many times the first file's figures the second's are.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A.json")
  private @Nullable Path first;

  @Parameters(index = "1", paramLabel = "B.json")
  private @Nullable Path second;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Comparison.lines(cells(first), cells(second)).forEach(out::println);
    out.flush();
    return 0;
  }

  private static Map<String, Figures> cells(@Nullable Path file) {
    Path named = Objects.requireNonNull(file);
    try {
      return Comparison.cells(named.toString(), Files.readAllLines(named));
    } catch (IOException e) {
      throw new BadInput(named + " can't be read: " + e, e);
    }
  }
}
