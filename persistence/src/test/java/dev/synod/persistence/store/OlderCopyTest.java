package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule D1: a directory that is an older copy, or has lost its end, has forgotten what it confirmed.
 * Its marker, which was left where it is, knows better.
 */
class OlderCopyTest {
  @TempDir private Path temp;
  private Path root;
  private Path marker;
  private Path older;

  @BeforeEach
  void storeWithCopy() throws IOException {
    root = temp.resolve("n1");
    marker = temp.resolve("n1.synod");
    older = temp.resolve("older");
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one");
    }
    Copies.copy(root, older);
  }

  private void refused() {
    assertThatThrownBy(() -> fail("opened %s", Shelf.open(temp)))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(marker.toString(), root.toString(), "older copy")
        .hasMessageNotContaining("\n");
    assertThat(Inspection.report(root).damages())
        .singleElement()
        .matches(damage -> damage.what().contains("older copy"));
  }

  @Test
  void aCopyFromBeforeTheLastRunIsRefused() throws IOException {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 2, "two");
    }
    Copies.copy(older, root);

    refused();
  }

  /** The run may have confirmed something, and then lost its power. */
  @Test
  void aCopyFromBeforeARunThatDidNotCloseIsRefused() throws IOException {
    byte[] known;
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 2, "two");
      known = Files.readAllBytes(marker);
    }
    Files.write(marker, known);
    Copies.copy(older, root);

    refused();
  }

  @Test
  void aCopyFromBeforeTheLastSegmentIsRefused() throws IOException {
    Path during = temp.resolve("during");
    byte[] known;
    try (Shelf shelf = Shelf.open(temp)) {
      Copies.copy(root, during);
      for (int sequence = 2; sequence < 20; sequence++) {
        shelf.append("a", sequence, "x".repeat(1000));
      }
      known = Files.readAllBytes(marker);
    }
    Files.write(marker, known);
    Copies.copy(during, root);

    refused();
  }

  @Test
  void aClosedStoreThatLostItsLastBatchIsRefused() throws IOException {
    int end = Identity.read(Disk.real(), marker).mark().place().position();
    try (FileChannel segment =
        FileChannel.open(new Layout(root).segment(1), StandardOpenOption.WRITE)) {
      int from = end - Frames.HEAD - Entry.Batch.SIZE;
      segment.write(ByteBuffer.allocate((int) segment.size() - from), from);
    }

    refused();
  }

  /** As long as the other, but with something else at its end. */
  @Test
  void aCopyThatWentItsOwnWayIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(marker);
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 2, "two");
    }
    byte[] after = Files.readAllBytes(marker);
    Copies.copy(older, root);
    Files.write(marker, before);
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 2, "owt");
    }
    Files.write(marker, after);

    refused();
  }

  @Test
  void directoryAndMarkerOfOneTimeAreOpened() throws IOException {
    byte[] before = Files.readAllBytes(marker);
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 2, "two");
    }
    Copies.copy(older, root);
    Files.write(marker, before);

    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a")).containsExactly("1 one");
    }
  }
}
