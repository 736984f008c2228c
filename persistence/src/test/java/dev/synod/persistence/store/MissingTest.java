package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not there any more: missed by name, or, of the index, made anew. */
class MissingTest {
  private static final String LONG = "x".repeat(700);
  private static final int EVENTS = 60;

  @TempDir(factory = InMemory.class)
  private Path temp;

  private Path root;

  /** Opened twice: LevelDB makes its tables when it is opened again. */
  @BeforeEach
  void fill() {
    root = temp.resolve("n1");
    fill(1);
    fill(EVENTS + 1);
  }

  private void fill(int first) {
    try (Shelf shelf = open()) {
      for (int i = first; i < first + EVENTS; i++) {
        shelf.append("a", i, LONG);
      }
      shelf.save("b", first, 1, LONG);
    }
  }

  private Shelf open() {
    return Shelf.open(Disk.real(), Shelf.options(temp).with(IndexEngine.JAVA));
  }

  private static void requireAll(Shelf shelf) {
    assertThat(shelf.read("a")).hasSize(2 * EVENTS);
    assertThat(shelf.snapshots("b")).hasSize(2);
    assertThat(shelf.highest("a")).isEqualTo(2 * EVENTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          n1.synod             | holds a store, but its marker $ is missing
          n1                   | mount its disk
          n1/journal           | mount its disk
          n1/journal/FORMAT    | but $ is missing: mount its disk
          first segment        | $ is missing; don't repair the store
          middle segment       | $ is missing; don't repair the store
          last segment         | $ is missing; don't repair the store
          last and spare       | $ is missing; don't repair the store
          """)
  void whatCountsIsMissed(String what, String line) throws IOException {
    Path gone = place(what);
    if (what.equals("last and spare")) {
      Files.delete(place("spare segment"));
    }
    Copies.remove(gone);
    List<String> left = list();

    assertThatThrownBy(() -> fail("opened %s", open()))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(root.toString(), line.replace("$", gone.toString()))
        .hasMessageNotContaining("\n");
    assertThat(list()).isEqualTo(left);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1/index",
        "n1/index/CURRENT",
        "n1/index/MANIFEST-\\d+",
        "n1/index/\\d+.sst",
        "n1/index/.*(CURRENT|MANIFEST|sst|log).*"
      })
  void theIndexIsMadeAnew(String what) throws IOException {
    List<Path> gone = matching(what);
    assertThat(gone).isNotEmpty();
    for (Path file : gone) {
      Copies.remove(file);
    }

    FaultyDisk disk = new FaultyDisk();
    try (Shelf shelf = Shelf.open(disk, Shelf.options(temp).with(IndexEngine.JAVA))) {
      Path first = new Layout(root).segment(1);
      assertThat(disk.read.get(first.getFileName().toString())).isGreaterThan(Files.size(first));
      requireAll(shelf);
    }
    openingReadsNoFullSegment();
  }

  /** What LevelDB's tables say is older then, but right: only what came since is read anew. */
  @Test
  void anIndexWithoutItsLogIsBroughtUpToDate() throws IOException {
    for (Path log : matching("n1/index/\\d+.log")) {
      Files.delete(log);
    }
    FaultyDisk disk = new FaultyDisk();
    try (Shelf shelf = Shelf.open(disk, Shelf.options(temp).with(IndexEngine.JAVA))) {
      Path late = place("middle segment");
      assertThat(disk.read.get(late.getFileName().toString())).isGreaterThan(Files.size(late));
      requireAll(shelf);
    }
    openingReadsNoFullSegment();
  }

  /** What is not looked at by anybody: LevelDB's own log of what it does, and what locks leave. */
  @ParameterizedTest
  @ValueSource(strings = {"n1/journal/LOCK", "n1/index/LOCK", "n1/index/LOG", "spare segment"})
  void whatMeansNothingMayGo(String what) throws IOException {
    Files.deleteIfExists(place(what));

    openingReadsNoFullSegment();
  }

  private void openingReadsNoFullSegment() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    try (Shelf shelf = Shelf.open(disk, Shelf.options(temp).with(IndexEngine.JAVA))) {
      Path first = new Layout(root).segment(1);
      assertThat(disk.read.get(first.getFileName().toString())).isLessThan(512);
      requireAll(shelf);
    }
  }

  private Path place(String what) throws IOException {
    Layout layout = new Layout(root);
    long last = layout.segments(Disk.real()).last();
    // No more: the header ends with a checksum, and that with any byte, a zero among them.
    boolean spare = DamageTest.used(Files.readAllBytes(layout.segment(last))) <= SegmentHeader.SIZE;
    long live = spare ? last - 1 : last;
    assertThat(live).isGreaterThan(4);
    return switch (what) {
      case "first segment" -> layout.segment(1);
      case "middle segment" -> layout.segment(live / 2 + 1);
      case "last segment", "last and spare" -> layout.segment(live);
      case "spare segment" -> layout.segment(live + 1);
      default -> temp.resolve(what);
    };
  }

  private List<Path> matching(String what) throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      return all.filter(file -> temp.relativize(file).toString().matches(what)).toList();
    }
  }

  private List<String> list() throws IOException {
    return matching(".*").stream()
        .map(Path::toString)
        .filter(each -> !each.endsWith("LOCK"))
        .sorted()
        .toList();
  }
}
