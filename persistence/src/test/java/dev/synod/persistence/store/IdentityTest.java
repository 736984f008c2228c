package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synod.persistence.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule D1: a directory is the store that belongs there, or it is refused with one line. */
class IdentityTest {
  @TempDir private Path temp;
  private Path root;
  private Path marker;
  private Layout layout;

  @BeforeEach
  void places() {
    root = temp.resolve("n1");
    marker = temp.resolve("n1.synod");
    layout = new Layout(root);
  }

  private void refuses(StoreOptions options, String... named) {
    assertThatThrownBy(() -> fail("opened %s", Shelf.open(Disk.real(), options)))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(named)
        .hasMessageNotContaining("\n");
  }

  private UUID make() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one");
      return shelf.store().incarnation();
    }
  }

  @Test
  void anAbsentStoreIsMadeWithItsMarkerAndKeepsItsIncarnation() {
    UUID made = make();

    assertThat(marker).exists().content().contains(made.toString());
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.store().incarnation()).isEqualTo(made);
    }
  }

  @Test
  void neverIsNotEvenTheFirstTime() {
    refuses(Shelf.options(temp).neverFormat(), root.toString(), "format = never");
    assertThat(root).doesNotExist();
    assertThat(marker).doesNotExist();
    make();
    Shelf.open(Disk.real(), Shelf.options(temp).neverFormat()).close();
  }

  @Test
  void aStoreWithoutItsMarkerIsRefused() throws IOException {
    make();
    Files.delete(marker);

    refuses(Shelf.options(temp), root.toString(), marker.toString(), "leveldb.marker");
  }

  @Test
  void aMarkerOfAnotherStoreIsRefused() throws IOException {
    make();
    Path other = Files.createDirectory(temp.resolve("other"));
    try (Shelf shelf = Shelf.open(other)) {
      Files.copy(other.resolve("n1.synod"), marker, StandardCopyOption.REPLACE_EXISTING);
      refuses(
          Shelf.options(temp), root.toString(), shelf.store().incarnation().toString(), "old copy");
    }
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    make();
    for (Path file : List.of(marker, layout.format())) {
      byte[] before = Files.readAllBytes(file);
      Files.writeString(file, "synod-store 2\nwhatever comes then\n");

      refuses(Shelf.options(temp), file.toString(), "format 2", "start the release that wrote it");
      assertThat(file).hasContent("synod-store 2\nwhatever comes then\n");
      Files.write(file, before);
    }
    Shelf.open(temp).close();
  }

  @Test
  void aNewerSegmentIsRefused() throws IOException {
    UUID incarnation = make();
    byte[] bytes = Files.readAllBytes(layout.segment(1));
    SegmentHeader header = new SegmentHeader(incarnation, 1, bytes.length);
    System.arraycopy(header.bytes(2).array(), 0, bytes, 0, SegmentHeader.SIZE);
    Files.write(layout.segment(1), bytes);

    refuses(Shelf.options(temp), layout.segment(1).toString(), "format 2");
  }

  @Test
  void aDirectoryWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(root.resolve("journal"));
    Files.writeString(root.resolve("journal/CURRENT"), "another journal's");

    refuses(Shelf.options(temp), root.toString(), "holds " + root.resolve("journal/CURRENT"));
    assertThat(marker).doesNotExist();
    assertThat(root.resolve("journal/CURRENT")).exists();
  }

  /** Wherever the making of a store fails: the next start makes it anew. */
  @Test
  void aStoreThatWasNotFinishedIsMadeAnew() throws IOException {
    for (int nth = 1; nth <= 8; nth++) {
      Copies.remove(root);
      Files.deleteIfExists(marker);
      FaultyDisk disk = new FaultyDisk();
      if (nth <= 4) {
        disk.failSync(nth);
      } else {
        disk.failWrite(nth - 4);
      }
      refuses(disk);
      make();
    }
  }

  /** Its marker is an old copy, or was not brought up to date. */
  @Test
  void aFinishedStoreWithTheMarkerOfItsBeginningIsKept() throws IOException {
    UUID incarnation = make();
    new Identity(incarnation, false, Mark.NONE).write(Disk.real(), marker);

    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a")).containsExactly("1 one");
    }
    Files.delete(layout.format());
    new Identity(incarnation, false, Mark.NONE).write(Disk.real(), marker);
    refuses(Shelf.options(temp), marker.toString(), layout.segment(1).toString(), "old marker");
  }

  @Test
  void aMarkerThatWouldGoWithItsDirectoryIsRefused() {
    StoreOptions usual = Shelf.options(temp);
    assertThatThrownBy(
            () ->
                fail(
                    "made %s",
                    new StoreOptions(
                        root,
                        root.resolve("journal/../marker"),
                        true,
                        usual.limits(),
                        usual.engine(),
                        usual.onFailure())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("leveldb.marker = ", "must lie outside", root.toString());
  }

  @Test
  void aMarkerThatIsALinkIsRefused() throws IOException {
    make();
    Path target = temp.resolve("elsewhere");
    Files.move(marker, target);
    Files.createSymbolicLink(marker, target);
    refuses(Shelf.options(temp), marker.toString(), "symbolic link");

    Files.delete(target);
    Copies.remove(root);
    refuses(Shelf.options(temp), marker.toString(), "symbolic link");
    assertThat(root).doesNotExist();
  }

  private void refuses(FaultyDisk disk) {
    assertThatThrownBy(() -> fail("opened %s", Shelf.open(disk, Shelf.options(temp))))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(root.toString(), "on purpose");
  }

  @Test
  void aStoreIsHeldOnce() {
    try (Shelf shelf = Shelf.open(temp)) {
      refuses(Shelf.options(temp), layout.journal().toString(), "is held by this process");
      assertThat(shelf.highest("a")).isZero();
    }
    make();
  }

  /** The kernel's own file systems are closed to root too. */
  @Test
  void aReadOnlyDirectoryIsRefused() {
    Path closed = Path.of("/proc/self/fdinfo");
    assumeTrue(Files.isDirectory(closed), "needs Linux");
    StoreOptions there = StoreOptions.at(closed).with(Shelf.SMALL);

    refuses(there, closed.toString(), "can't be opened by user", "permissions");
  }

  /** As after an error of the disk, when Linux mounts it again without leave to write. */
  @Test
  void aStoreOnAReadOnlyDiskIsReadButNotOpened() throws Exception {
    make();
    List<String> readOnly =
        PrivateMount.starter("mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"", temp);
    try (ChildJvm child =
        ChildJvm.start(readOnly, Opener.class, List.of(), temp.toString(), "MEMORY")) {
      assertThat(child.output())
          .contains("seen 1 []\nREFUSED " + root, "can't be opened by user", "Read-only")
          .doesNotContain("stored");
    }
    Shelf.open(temp).close();
  }

  @Test
  void aMissingParentIsNamed() {
    StoreOptions nowhere = StoreOptions.at(temp.resolve("missing/n1")).with(Shelf.SMALL);

    refuses(nowhere, temp.resolve("missing/n1").toString(), "NoSuchFileException");
  }
}
