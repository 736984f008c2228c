package dev.synod.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.demo.Main;
import dev.synod.demo.input.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever can't be is told in one line, before anything is started; exit status 2. */
class BenchBadInputTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--nodes=0; --nodes '0' must be a whole number from 1 to 15",
        "--nodes=three; --nodes 'three' must be a whole number from 1 to 15",
        "--outstanding=0; --outstanding '0' must be a whole number from 1 to 16384, as synod.client.outstanding",
        "--outstanding=-4; --outstanding '-4' must be",
        "--outstanding=1,,2; --outstanding '' must be",
        "--outstanding=17000; --outstanding '17000' must be",
        "--outstanding=4 --rate=5; give one of them",
        "--rate=0; --rate '0' must be a number from 0.1 to 10000000",
        "--rate=NaN; --rate 'NaN' must be",
        "--rate=1e3x; --rate '1e3x' must be",
        "--value-bytes=0; --value-bytes '0' must be a whole number from 1 to 98176, as synod.client.command",
        "--value-bytes=98177; --value-bytes '98177' must be",
        "--value-bytes=900 -Dsynod.client.command=1KiB; from 1 to 896,",
        "--seconds=0; --seconds '0' must be a whole number from 1 to 86400",
        "--seconds=1.5; --seconds '1.5' must be",
        "--warm-up=-1; --warm-up '-1' must be a whole number from 0",
        "--repeats=0; --repeats '0' must be",
        "--keys=0; --keys '0' must be",
        "--keys=10000 --value-bytes=16,65536; --keys 10000 of --value-bytes 65536 make a state of 655360000 bytes, which a node has in memory twice while it saves a snapshot, but its heap has 536870912 bytes; give fewer keys, smaller values, or a larger heap (--jvm -Xmx...)",
        "--keys=2000000 --jvm=-Xmx4g --jvm=-Xmx500000000; but its heap has 500000000 bytes",
        "--mode=scan; --mode 'scan' must be put, get or mixed",
        "--consistency=strong; --consistency 'strong' must be linearizable,",
        "--consistency=bounded:x; --consistency 'x' must be a whole number from 0",
        "--consistency=lease; --consistency lease needs leases: give --lease-millis",
        "--lease-millis=0; --lease-millis '0' must be",
        "--kill-leader --nodes=2; --kill-leader with --nodes 2 leaves no majority",
        "--kill-leader --connect=127.0.0.1:1; --kill-leader kills only what bench has started",
        "--lease-millis=5 --connect=127.0.0.1:1; --lease-millis is for nodes that bench starts",
        "--connect=here; --connect 'here' must have the form host:port",
        "--connect=here:0; --connect 'here:0': port '0' must be a whole number from 1 to 65535",
        "--data-dir=; --data-dir '' must name a directory",
        "--data-dir=/no/such/place; data directory /no/such/place can't be used",
        "-Dsynod.client.outstanding=many; synod.client.outstanding has type STRING rather than NUMBER",
        "-Dsynod.no.such=1; setting -Dsynod.no.such does not exist"
      })
  void namesWhatCannotBe(String options, String line) {
    assertRefused(line, options.split(" "));
  }

  @Test
  void namesADirectoryThatIsNotEmpty() throws IOException {
    Files.writeString(temp.resolve("n1"), "");

    assertRefused("--data-dir " + temp + " must be empty, but holds n1", "--data-dir=" + temp);
  }

  @Test
  void namesACoordinateWhereNobodyListens() {
    String nobody = "127.0.0.1:" + Ports.free(1).get(0);

    assertRefused("--connect " + nobody + ": nobody listens there", "--connect=" + nobody);
  }

  @Test
  void namesAFileThatIsNoFigures() throws IOException {
    Path figures = Files.writeString(temp.resolve("a.json"), "{\"opsPerSecond\":1}\n");
    Path other = Files.writeString(temp.resolve("b.json"), "ops/s\n");
    StringWriter err = new StringWriter();

    int status = run(err, List.of("bench", "compare", figures.toString(), other.toString()));

    assertThat(err.toString().lines())
        .containsExactly("compare: " + other + " line 1 is no figures of bench --json");
    assertThat(status).isEqualTo(2);
  }

  private static void assertRefused(String line, String... options) {
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("bench"));
    arguments.addAll(List.of(options));

    int status = run(err, arguments);

    assertThat(err.toString().lines().toList()).hasSize(1);
    assertThat(err.toString()).startsWith("bench: ").contains(line);
    assertThat(status).isEqualTo(2);
  }

  private static int run(StringWriter err, List<String> arguments) {
    return Main.commandLine()
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }
}
