package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The index spares the reading of segments, and nothing else depends on it. */
class LeveldbIndexTest {
  private static final int EVENTS = 200;

  @TempDir private Path temp;

  private StoreOptions with(IndexEngine engine) {
    return Shelf.options(temp).with(engine);
  }

  private void fill(IndexEngine engine) {
    try (Shelf shelf = Shelf.open(Disk.real(), with(engine))) {
      for (int i = 1; i <= EVENTS; i++) {
        shelf.append("a", i, "event " + "x".repeat(400));
        shelf.append("b" + i % 3, (i - 1) / 3 + 1, "other");
      }
      shelf.delete("a", 20);
      shelf.save("a", EVENTS, 1, "state");
    }
  }

  private static void check(Shelf shelf) {
    assertThat(shelf.read("a")).hasSize(EVENTS - 20);
    assertThat(shelf.read("a", 150, 152, 9)).hasSize(3);
    assertThat(shelf.read("b1")).hasSize(67);
    assertThat(shelf.newest("a")).hasValue(EVENTS + " state");
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  void openingReadsNoFullSegment(IndexEngine engine) {
    fill(engine);
    FaultyDisk disk = new FaultyDisk();
    try (Shelf shelf = Shelf.open(disk, with(engine))) {
      assertThat(shelf.segments()).hasSizeGreaterThan(5);
      disk.read.remove("n1.synod");
      disk.read.remove("FORMAT");
      // The one that is written, and the one after it, which is made but empty.
      disk.read.remove("%016d.segment".formatted(shelf.segments().last() - 1));
      disk.read.remove("%016d.segment".formatted(shelf.segments().last()));
      assertThat(disk.read.values()).hasSize(shelf.segments().size() - 2);
      assertThat(disk.read.values()).allMatch(bytes -> bytes < 512);
      check(shelf);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  void whateverFileOfItIsMissingNothingIsLost(IndexEngine engine) throws IOException {
    fill(engine);
    // LevelDB writes its tables when it is opened again.
    Shelf.open(Disk.real(), with(engine)).close();
    Path index = new Layout(temp.resolve("n1")).index();
    Path kept = temp.resolve("kept");
    Copies.copy(index, kept);
    for (Path file : files(kept)) {
      Copies.copy(kept, index);
      Files.delete(index.resolve(kept.relativize(file).toString()));
      try (Shelf shelf = Shelf.open(Disk.real(), with(engine))) {
        check(shelf);
      }
    }
    Copies.remove(index);
    try (Shelf shelf = Shelf.open(Disk.real(), with(engine))) {
      check(shelf);
    }
  }

  /** An index from before: what came since is read from the segments. */
  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  void anOlderIndexIsBroughtUpToDate(IndexEngine engine) throws IOException {
    try (Shelf shelf = Shelf.open(Disk.real(), with(engine))) {
      for (int i = 1; i <= 60; i++) {
        shelf.append("c", i, "x".repeat(900));
      }
    }
    Path index = new Layout(temp.resolve("n1")).index();
    Path older = temp.resolve("older");
    Copies.copy(index, older);
    fill(engine);
    try (Shelf shelf = Shelf.open(Disk.real(), with(engine))) {
      shelf.delete("c", 60);
      shelf.append("a", EVENTS + 1, "one more");
      shelf.delete("a", 21);
    }
    Copies.copy(older, index);

    try (Shelf shelf = Shelf.open(Disk.real(), with(engine))) {
      assertThat(shelf.read("a")).hasSize(EVENTS - 20);
      assertThat(shelf.read("b1")).hasSize(67);
      assertThat(shelf.read("c")).isEmpty();
      assertThat(shelf.highest("c")).isEqualTo(60);
    }
  }

  /** LevelDB makes its tables when it is opened again, its Java port others than the library. */
  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  void whicheverEngineKeptItAnInspectionFindsItSound(IndexEngine engine) {
    for (int round = 0; round < 6; round++) {
      try (Shelf shelf = Shelf.open(Disk.real(), with(engine))) {
        for (int i = 1; i <= 60; i++) {
          shelf.append("a", 60 * round + i, "x".repeat(900));
        }
      }
      Report report = Inspection.report(temp.resolve("n1"));
      assertThat(report.damages()).as("round %d", round).isEmpty();
      assertThat(report.extent().indexedThrough()).hasValue(report.extent().ending().segment() - 1);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> !file.endsWith("LOCK")).sorted().toList();
    }
  }
}
