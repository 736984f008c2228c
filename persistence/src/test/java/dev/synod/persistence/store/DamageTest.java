package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule D2: whatever byte is not what was written, and whatever is missing: the store is refused, or
 * all is there. Never less.
 */
class DamageTest {
  private static final int SAMPLE = 211;

  @TempDir private Path temp;
  private Path whole;
  private Path tried;

  @BeforeEach
  void fill() throws IOException {
    whole = Files.createDirectory(temp.resolve("whole"));
    tried = temp.resolve("tried");
  }

  /** Two segments of 16 KiB, a snapshot, a deletion; closed in good order or not. */
  private void fill(boolean closed) throws IOException {
    Path place = Files.createDirectory(temp.resolve("place"));
    try (Shelf shelf = open(place)) {
      for (int i = 1; i <= 30; i++) {
        shelf.append("a", i, "event " + i + "x".repeat(500));
        shelf.append("b", i, "other " + i);
      }
      shelf.delete("b", 3);
      shelf.save("a", 30, 1, "state ".repeat(400));
      if (!closed) {
        Copies.copy(place, whole);
      }
    }
    if (closed) {
      Copies.copy(place, whole);
    }
  }

  private static Shelf open(Path place) {
    return Shelf.open(Disk.real(), Shelf.options(place).with(IndexEngine.MEMORY));
  }

  private static List<String> contents(Shelf shelf) {
    List<String> all = new ArrayList<>(shelf.read("a"));
    all.addAll(shelf.read("b"));
    all.add(shelf.newest("a").orElse("nothing"));
    return all;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFlippedByteIsNeverAcceptedInSilence(boolean closed) throws IOException {
    flip(closed, SAMPLE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("nightly")
  void noFlippedByteIsAcceptedInSilence(boolean closed) throws IOException {
    flip(closed, 1);
  }

  private void flip(boolean closed, int step) throws IOException {
    fill(closed);
    List<String> expected = expected();
    for (Path file : Copies.vital(whole)) {
      byte[] bytes = Files.readAllBytes(file);
      int used = used(bytes);
      for (int at = 0; at < bytes.length; at += step) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        String what = "%s byte %d of %d".formatted(file.getFileName(), at, used);
        boolean refused = refused(file, flipped, expected, what);
        assertThat(refused || at >= used).as(what).isTrue();
      }
    }
  }

  /** Bytes until the last that is not zero: behind it nothing was ever said. */
  private static int used(byte[] bytes) {
    int used = bytes.length;
    while (bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    truncate(SAMPLE);
  }

  @Test
  @Tag("nightly")
  void aFileTruncatedAnywhereIsRefused() throws IOException {
    truncate(1);
  }

  private void truncate(int step) throws IOException {
    fill(true);
    List<String> expected = expected();
    for (Path file : Copies.vital(whole)) {
      byte[] bytes = Files.readAllBytes(file);
      for (int length = 0; length < bytes.length; length += step) {
        String what = "%s cut at %d".formatted(file.getFileName(), length);
        assertThat(refused(file, Arrays.copyOf(bytes, length), expected, what)).as(what).isTrue();
      }
    }
  }

  private List<String> expected() throws IOException {
    Copies.copy(whole, tried);
    try (Shelf shelf = open(tried)) {
      return contents(shelf);
    }
  }

  /** Whether the store is refused if this file has these bytes; if not, all must be there. */
  private boolean refused(Path file, byte[] bytes, List<String> expected, String what)
      throws IOException {
    Copies.copy(whole, tried);
    Files.write(tried.resolve(whole.relativize(file).toString()), bytes);
    try (Shelf shelf = open(tried)) {
      assertThat(contents(shelf)).as(what).isEqualTo(expected);
      return false;
    } catch (StoreException refused) {
      assertThat(refused.getMessage()).as(what).contains(tried.toString()).doesNotContain("\n");
      return true;
    }
  }

  @Test
  void eachFileThatIsMissingIsMissed() throws IOException {
    fill(true);
    List<Path> vital = Copies.vital(whole);
    assertThat(vital).hasSizeGreaterThanOrEqualTo(4);
    for (Path file : vital) {
      if (used(Files.readAllBytes(file)) == SegmentHeader.SIZE) {
        continue; // The one after the last, made in advance: nothing is in it yet.
      }
      Copies.copy(whole, tried);
      Files.delete(tried.resolve(whole.relativize(file).toString()));
      assertThatThrownBy(() -> fail("%s was not missed: %s", file, open(tried)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(String.valueOf(file.getFileName()));
    }
  }

  @Test
  void theWholeDirectoryIsMissed() throws IOException {
    fill(true);
    Copies.copy(whole, tried);
    Copies.remove(tried.resolve("n1"));

    assertThatThrownBy(() -> fail("opened %s", open(tried)))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("n1.synod", "mount its disk");
    assertThat(tried.resolve("n1")).doesNotExist();
  }

  @Test
  void aSegmentOfAnotherStoreIsRefused() throws IOException {
    fill(true);
    Path other = Files.createDirectory(temp.resolve("other"));
    try (Shelf shelf = open(other)) {
      shelf.append("a", 1, "foreign");
    }
    Path first = new Layout(Path.of("n1")).segment(1);
    Files.write(whole.resolve(first), Files.readAllBytes(other.resolve(first)));

    assertThatThrownBy(() -> fail("opened %s", open(whole)))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("incarnation", "don't copy files between nodes");
  }
}
