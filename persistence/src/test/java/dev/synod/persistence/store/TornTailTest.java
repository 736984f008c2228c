package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The last batch of a store that lost its power: one that was not wholly written was never
 * acknowledged and is cut off; one that was is never cut off.
 */
class TornTailTest {
  private static final int SECTOR = BatchBuffer.SECTOR;

  @TempDir private Path temp;
  private Path crashed;
  private Path segment;
  private byte[] bytes;
  private byte[] marker;
  private int before;
  private int after;

  @BeforeEach
  void crash() throws IOException {
    crashed = temp.resolve("crashed");
    segment = new Layout(crashed.resolve("n1")).segment(1);
    Path place = Files.createDirectory(temp.resolve("place"));
    try (Shelf shelf = open(place)) {
      shelf.append("a", 1, "one");
      Copies.copy(place, crashed);
      before = used();
      shelf.append(
          "a", 2, "two " + "x".repeat(1500), "with zeros " + "\0".repeat(2000), "end\0\0\0");
      Copies.copy(place, crashed);
      after = used();
    }
    bytes = Files.readAllBytes(segment);
    marker = Files.readAllBytes(Shelf.options(crashed).marker());
  }

  private int used() throws IOException {
    byte[] all = Files.readAllBytes(segment);
    int used = all.length;
    while (all[used - 1] == 0) {
      used--;
    }
    return used;
  }

  private static Shelf open(Path place) {
    return Shelf.open(Disk.real(), Shelf.options(place).with(IndexEngine.MEMORY));
  }

  @Test
  void aBatchThatEndsEarlyIsCutOffAtEachSector() throws IOException {
    for (int end = before / SECTOR * SECTOR + SECTOR; end < after; end += SECTOR) {
      byte[] torn = bytes.clone();
      Arrays.fill(torn, end, torn.length, (byte) 0);
      cutOff(torn);
    }
  }

  /** A disk writes sectors in any order. Those that are zeros by themselves can't be missed. */
  @Test
  void aBatchThatLacksAnySectorIsCutOff() throws IOException {
    int tried = 0;
    for (int start = before / SECTOR * SECTOR; start < after; start += SECTOR) {
      byte[] torn = bytes.clone();
      Arrays.fill(torn, Math.max(start, before), Math.min(start + SECTOR, after), (byte) 0);
      if (!Arrays.equals(torn, bytes)) {
        cutOff(torn);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(4);
  }

  private void cutOff(byte[] torn) throws IOException {
    Files.write(segment, torn);
    Files.write(Shelf.options(crashed).marker(), marker);
    try (Shelf shelf = open(crashed)) {
      assertThat(shelf.read("a")).containsExactly("1 one");
      shelf.append("a", 2, "another");
    }
    try (Shelf shelf = open(crashed)) {
      assertThat(shelf.read("a")).containsExactly("1 one", "2 another");
    }
  }

  @Test
  void aBatchThatIsWhollyWrittenAndWrongIsRefused() throws IOException {
    for (int at = before; at < after; at += 23) {
      byte[] rotten = bytes.clone();
      rotten[at] ^= 0x10;
      Files.write(segment, rotten);

      assertThatThrownBy(() -> fail("opened %s", open(crashed)))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(segment.toString(), "is damaged at byte");
    }
  }

  @Test
  void aTornBatchThatIsFollowedByAnotherIsRefused() throws IOException {
    Path place = Files.createDirectory(temp.resolve("more"));
    byte[] followed;
    int first;
    try (Shelf shelf = open(place)) {
      Path file = new Layout(place.resolve("n1")).segment(1);
      shelf.append("a", 1, "one " + "x".repeat(3000));
      first = SegmentHeader.SIZE + 2 * SECTOR;
      shelf.append("a", 2, "two");
      Copies.copy(place, crashed);
      followed = Files.readAllBytes(file);
    }
    Arrays.fill(followed, first, first + SECTOR, (byte) 0);
    Files.write(segment, followed);

    assertThatThrownBy(() -> fail("opened %s", open(crashed)))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(segment.toString(), "follows at byte");
  }
}
