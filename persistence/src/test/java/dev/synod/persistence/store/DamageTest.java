package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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

  @TempDir(factory = InMemory.class)
  private Path temp;

  private Path whole;

  @BeforeEach
  void fill() throws IOException {
    whole = Files.createDirectory(temp.resolve("whole"));
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

  private Victim victim(boolean closed) throws IOException {
    fill(closed);
    return Victim.in(whole, options(whole));
  }

  private static StoreOptions options(Path place) {
    return Shelf.options(place).with(IndexEngine.MEMORY);
  }

  private static Shelf open(Path place) {
    return Shelf.open(Disk.real(), options(place));
  }

  /**
   * Of a store that was not closed no byte of the last batch may be wrong either: what makes a
   * batch look as if a crash had cut it off is a sector of zeros, and no sector of these has but
   * one bit that is set.
   */
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
    Victim victim = victim(closed);
    for (Map.Entry<Path, byte[]> file : victim.files().entrySet()) {
      byte[] bytes = file.getValue();
      int used = used(bytes);
      for (int at = 0; at < bytes.length; at += step) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        String what = "%s byte %d of %d".formatted(file.getKey().getFileName(), at, used);
        assertThat(victim.refusal(file.getKey(), flipped, what).isPresent() || at >= used)
            .as(what)
            .isTrue();
      }
    }
  }

  /** Bytes until the last that is not zero: behind it nothing was ever said. */
  static int used(byte[] bytes) {
    int used = bytes.length;
    while (bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTruncatedFileIsRefused(boolean closed) throws IOException {
    truncate(closed, SAMPLE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("nightly")
  void aFileTruncatedAnywhereIsRefused(boolean closed) throws IOException {
    truncate(closed, 1);
  }

  /** Segments, FORMAT and the marker. */
  private void truncate(boolean closed, int step) throws IOException {
    Victim victim = victim(closed);
    assertThat(victim.files().size()).isGreaterThanOrEqualTo(4);
    for (Map.Entry<Path, byte[]> file : victim.files().entrySet()) {
      byte[] bytes = file.getValue();
      for (int length = 0; length < bytes.length; length += step) {
        String what = "%s cut at %d".formatted(file.getKey().getFileName(), length);
        assertThat(victim.refusal(file.getKey(), Arrays.copyOf(bytes, length), what))
            .as(what)
            .isPresent();
      }
    }
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
