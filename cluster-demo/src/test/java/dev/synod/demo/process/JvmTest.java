package dev.synod.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "-Xmx512m, 536870912",
    "-Xmx2G, 2147483648",
    "-Xmx524288k, 536870912",
    "-Xmx1t, 1099511627776",
    "-Xmx536870912, 536870912",
    "-XX:MaxHeapSize=64m, 67108864",
    "-Xmx512m -Xmx1g -Xms64m, 1073741824",
    "-Xmx1g -XX:MaxHeapSize=512m, 536870912",
    "-Xmx99999999999999999999g, 9223372036854775807"
  })
  void knowsItsHeap(String options, long bytes) {
    assertThat(jvm("demo.jar", options).heap()).hasValue(bytes);
  }

  @ParameterizedTest
  @CsvSource({"-Xms64m", "-Xmx512m -Xmx2q", "-Xmx", "-Xmx-1m", "-XX:MaxHeapFreeRatio=70"})
  void knowsNoHeapWhereNoneIsSaid(String options) {
    assertThat(jvm("demo.jar", options).heap()).isEmpty();
  }

  /** What anyone says besides comes later, so that it counts. */
  @Test
  void startsWithTheArchiveBesideItsJar() throws IOException {
    Path archive = Files.createFile(temp.resolve("demo.jsa"));

    List<String> command =
        jvm(temp.resolve("demo.jar").toString(), "-Xshare:off").command(List.of());

    assertThat(command).contains("-XX:SharedArchiveFile=" + archive);
    assertThat(command.indexOf("-Xshare:off")).isGreaterThan(command.indexOf("-Xshare:auto"));
  }

  @ParameterizedTest
  @CsvSource({"other.jar", "classes", "demo.jar:other.jar"})
  void startsWithoutAnArchiveOfOtherClasses(String classPath) throws IOException {
    Files.createFile(temp.resolve("demo.jsa"));
    Files.createFile(temp.resolve("classes.jsa"));

    assertThat(jvm(temp.resolve(classPath).toString(), "-Xmx1g").command(List.of()))
        .noneMatch(word -> word.contains("Shared") || word.contains("-Xshare"));
  }

  private static Jvm jvm(String classPath, String options) {
    return new Jvm(classPath, List.of(options.split(" ")));
  }
}
