package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.persistence.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inspection tells all that is in a store and all that is wrong with it; it changes nothing. */
class InspectionTest {
  @TempDir private Path temp;

  private Layout layout() {
    return new Layout(temp.resolve("n1"));
  }

  /** Some segments with an index, two ids, deletions, rejected numbers, snapshots. */
  private void fill() {
    try (Shelf shelf = Shelf.open(temp)) {
      for (int i = 1; i <= 60; i++) {
        shelf.append("a", i, "event " + i + "x".repeat(900));
      }
      shelf.delete("a", 20);
      Shelf.answer(shelf.store().reject("b", 1, 3));
      shelf.append("b", 4, "vier", "fünf");
      shelf.save("b", 4, 40, "older");
      shelf.save("b", 5, 50, "newer ".repeat(1000));
    }
  }

  private Report report() {
    try (Inspection inspection = inspect()) {
      return inspection.report();
    }
  }

  private Inspection inspect() {
    return Inspection.of(temp.resolve("n1"), StoreOptions.beside(temp.resolve("n1")));
  }

  private static byte[] with(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  private static int find(byte[] bytes, String text) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).as(text).isPositive();
    return at;
  }

  @Test
  void eachPersistenceIdIsToldWithAllThatItHas() {
    fill();

    Report report = report();

    assertThat(report.damages()).isEmpty();
    assertThat(report.ids()).extracting(Report.Account::id).containsExactly("a", "b");
    Report.Account a = report.ids().get(0);
    assertThat(a.first()).isEqualTo(21);
    assertThat(a.highest()).isEqualTo(60);
    assertThat(a.events()).isEqualTo(40);
    assertThat(a.deletedTo()).isEqualTo(20);
    assertThat(a.passedOver()).isEmpty();
    assertThat(a.bytes()).isGreaterThan(40 * 900);
    Report.Account b = report.ids().get(1);
    assertThat(b.first()).isEqualTo(4);
    assertThat(b.events()).isEqualTo(2);
    assertThat(b.passedOver()).containsExactly(new Report.Stretch(1, 3));
    assertThat(b.snapshots())
        .extracting(Report.Image::id)
        .containsExactly(new SnapshotId(4, 40), new SnapshotId(5, 50));
    assertThat(b.snapshots().get(1).bytes()).isEqualTo(6000);
  }

  @Test
  void theStoreAsAWholeIsTold() throws IOException {
    fill();

    Report.Extent extent = report().extent();

    assertThat(extent.segments()).isGreaterThan(3);
    assertThat(extent.records()).isGreaterThan(60);
    assertThat(extent.bytes()).isGreaterThan(40 * 900).isLessThan(extent.fileBytes());
    assertThat(extent.fileBytes())
        .isEqualTo(layout().segments(Disk.real()).size() * (long) Limits.LEAST_SEGMENT);
    assertThat(extent.indexedThrough()).hasValue(extent.ending().segment() - 1);
    assertThat(extent.ending().closed()).isTrue();
    assertThat(extent.ending().tornBytes()).isZero();
  }

  @Test
  void aTornTailIsNoDamageAndIsToldWithItsPlace() throws IOException {
    Path place = Files.createDirectory(temp.resolve("open"));
    int whole;
    try (Shelf shelf = Shelf.open(place)) {
      shelf.append("a", 1, "one");
      Copies.copy(place, temp.resolve("before"));
      shelf.append("a", 2, "x".repeat(2000));
      Copies.copy(place.resolve("n1"), temp.resolve("n1"));
      Files.copy(place.resolve("n1.synod"), temp.resolve("n1.synod"));
    }
    Path segment = layout().segment(1);
    byte[] bytes = Files.readAllBytes(segment);
    byte[] before = Files.readAllBytes(new Layout(temp.resolve("before").resolve("n1")).segment(1));
    whole = Arrays.mismatch(bytes, before);
    int sector = (whole / BatchBuffer.SECTOR + 2) * BatchBuffer.SECTOR;
    Arrays.fill(bytes, sector, sector + BatchBuffer.SECTOR, (byte) 0);
    Files.write(segment, bytes);

    Report report = report();

    assertThat(report.damages()).isEmpty();
    assertThat(report.extent().ending().closed()).isFalse();
    assertThat(report.extent().ending().segment()).isEqualTo(1);
    assertThat(report.extent().ending().position()).isEqualTo(whole);
    assertThat(report.extent().ending().tornBytes()).isBetween(2000, 2200);
    assertThat(report.ids().get(0).events()).isEqualTo(1);
  }

  /** Neither bytes nor times, nor a new file; also where nothing can be written. */
  @Test
  void nothingIsTouched() throws IOException {
    fill();
    Map<String, String> before = state();

    assertThat(report().sound()).isTrue();

    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aDirectoryThatCanOnlyBeReadWillDo() throws IOException {
    fill();
    List<Path> all = paths();
    for (Path path : all) {
      Files.setPosixFilePermissions(
          path,
          PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
    }
    try {
      assertThat(report().sound()).isTrue();
    } finally {
      for (Path path : all) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private List<Path> paths() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      return files.filter(path -> !path.equals(temp)).sorted().toList();
    }
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path path : paths()) {
      FileTime time = Files.getLastModifiedTime(path);
      Object inner = Files.getAttribute(path, "unix:ctime");
      int content = Files.isDirectory(path) ? 0 : Arrays.hashCode(Files.readAllBytes(path));
      state.put(path.toString(), "%s %s %d".formatted(time, inner, content));
    }
    return state;
  }

  @Test
  void whatIsNoStoreIsRefusedAndNothingIsMade() throws IOException {
    assertThatThrownBy(this::report)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(temp.resolve("n1").toString(), "holds no store");
    assertThat(temp).isEmptyDirectory();
    Files.createDirectory(temp.resolve("n1"));
    assertThatThrownBy(this::report).hasMessageContaining("holds no store");
    assertThat(temp.resolve("n1")).isEmptyDirectory();
  }

  @Test
  void aStoreThatIsOpenIsRefusedAndOneThatIsInspectedCannotBeOpened() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one");
      assertThatThrownBy(this::report)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is held by");
    }
    try (Inspection inspection = inspect()) {
      assertThat(inspection.accounts()).hasSize(1);
      assertThatThrownBy(() -> Shelf.open(temp).close()).hasMessageContaining("is held by");
    }
    Shelf.open(temp).close();
  }

  @Test
  void aStoreOfAnotherProcessIsRefusedAndItsHolderNamed() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            Appender.class,
            List.of("--add-opens=java.base/java.nio=ALL-UNNAMED"),
            temp.toString(),
            IndexEngine.MEMORY.name())) {
      String line = child.line();
      while (!line.matches("id\\d \\d+")) { // Its logging comes before its store is open.
        assertThat(line).isNotEmpty();
        line = child.line();
      }

      assertThatThrownBy(this::report)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is held by process " + child.pid());
      assertThat(ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly()).isTrue();
    }
    assertThat(report().sound()).isTrue();
  }

  @Test
  void damageInTwoSegmentsIsToldTwice() throws IOException {
    fill();
    List<Path> hit = List.of(layout().segment(2), layout().segment(4));
    List<Integer> places = new ArrayList<>();
    for (Path segment : hit) {
      byte[] bytes = Files.readAllBytes(segment);
      int at = find(bytes, "xxxx") + 100;
      places.add(at);
      Files.write(segment, with(bytes, at));
    }

    Report report = report();

    assertThat(report.damages()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Damage damage = report.damages().get(i);
      assertThat(damage.file()).isEqualTo(hit.get(i).toString());
      assertThat(damage.position()).isBetween(places.get(i) - 4000L, (long) places.get(i));
    }
    assertThat(report.ids().get(0).events()).as("what can be read is counted").isPositive();
  }

  @Test
  void eachMissingSegmentIsNamed() throws IOException {
    fill();
    Files.delete(layout().segment(3));
    Files.delete(layout().segment(4));

    assertThat(report().damages())
        .extracting(Damage::toString)
        .contains(layout().segment(3) + ": it is missing", layout().segment(4) + ": it is missing");
  }

  @Test
  void aSegmentOfAnotherStoreIsDamageWithItsPlace() throws IOException {
    fill();
    Path other = Files.createDirectory(temp.resolve("other"));
    try (Shelf shelf = Shelf.open(other)) {
      shelf.append("a", 1, "foreign");
    }
    Files.write(
        layout().segment(3), Files.readAllBytes(new Layout(other.resolve("n1")).segment(1)));

    assertThat(report().damages())
        .singleElement()
        .asString()
        .startsWith(layout().segment(3) + ": byte 24: it belongs to incarnation ");
  }

  @Test
  void formatAndMarkerAreCheckedAndTheRestIsReadAllTheSame() throws IOException {
    fill();
    Path marker = temp.resolve("n1.synod");
    byte[] named = Files.readAllBytes(marker);
    byte[] format = Files.readAllBytes(layout().format());

    Files.delete(marker);
    assertOneDamage(marker + ": the marker is missing");
    Files.write(marker, with(named, 40));
    assertOneDamage(marker + ": byte 0: it is not what was written");
    Files.delete(marker);
    new Identity(UUID.randomUUID(), true, Mark.NONE).write(Disk.real(), marker);
    assertOneDamage(marker + ": it names incarnation ");
    Files.write(marker, named);
    Files.write(layout().format(), with(format, 40));
    assertOneDamage(layout().format() + ": byte 0: it is not what was written");
    Files.delete(layout().format());
    assertOneDamage(layout().format() + ": it is missing");
  }

  private void assertOneDamage(String line) {
    Report report = report();
    assertThat(report.damages()).singleElement().asString().startsWith(line);
    assertThat(report.ids().get(0).events()).isEqualTo(40);
  }

  @Test
  void anIndexThatDiffersIsDamageAndOneThatIsMissingIsNot() throws IOException {
    fill();
    UUID incarnation = report().incarnation().orElseThrow();
    try (LeveldbIndex index =
        LeveldbIndex.existing(Indexes.readers().get(0), layout().index(), incarnation)) {
      Run run = Objects.requireNonNull(index.find(1, 30));
      Run moved =
          new Run(
              1,
              run.first(),
              run.segment(),
              LongStream.rangeClosed(run.first(), run.last())
                  .mapToInt(at -> run.position(at) + 1)
                  .toArray());
      Checkpoint checkpoint = index.load().orElseThrow().checkpoint();
      index.seal(new Index.Kept(checkpoint, List.of()), List.of(moved), List.of(run));
    }

    assertThat(report().damages())
        .singleElement()
        .asString()
        .startsWith(layout().index() + ": it has event ")
        .contains("of 'a' where the segments have event", "delete it");

    Copies.remove(layout().index());
    assertThat(report().damages()).isEmpty();
    assertThat(report().extent().indexedThrough()).isEmpty();
  }

  @Test
  void anIndexThatCannotBeReadIsDamage() throws IOException {
    fill();
    Files.writeString(layout().index().resolve("CURRENT"), "nothing");

    assertThat(report().damages())
        .singleElement()
        .asString()
        .startsWith(layout().index() + ": it can't be read (");
  }

  @Test
  void eventsAndSnapshotsCanBeRead() {
    fill();
    List<String> events = new ArrayList<>();
    try (Inspection inspection = inspect()) {
      inspection.events(
          "a",
          new Report.Stretch(0, 30),
          3,
          (place, sequence, bytes) ->
              events.add(sequence + " " + Shelf.text(bytes).substring(0, 8)));
      inspection.events(
          "b",
          new Report.Stretch(5, Long.MAX_VALUE),
          9,
          (place, sequence, bytes) -> events.add(sequence + " " + Shelf.text(bytes)));
      assertThat(new String(inspection.snapshot("b", 4), StandardCharsets.UTF_8))
          .isEqualTo("older");
      assertThatThrownBy(() -> inspection.snapshot("b", 7))
          .hasMessageContaining("has no snapshot 7 of 'b'");
    }
    assertThat(events).containsExactly("21 event 21", "22 event 22", "23 event 23", "5 fünf");
  }
}
