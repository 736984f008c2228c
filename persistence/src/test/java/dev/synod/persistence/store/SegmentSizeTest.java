package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose segment-bytes was changed goes on with what the new one allows. */
class SegmentSizeTest {
  private static final Limits LARGER = new Limits(1 << 20, 256 << 10, 256 << 10, 64, 1 << 20, 0);
  private static final String WIDE = "x".repeat(100_000);

  @TempDir(factory = InMemory.class)
  private Path temp;

  /** The segment that is in use and the one that was made in advance are small. */
  @Test
  void aWriteThatFitsTheNewSizeIsStoredThoughASmallerSegmentIsReady() {
    try (Shelf shelf = Shelf.open(temp)) {
      for (int i = 1; i <= 12; i++) {
        shelf.append("a", i, "x".repeat(900));
      }
    }
    try (Shelf shelf = Shelf.open(Disk.real(), Shelf.options(temp).with(LARGER))) {
      assertThat(shelf.segments()).containsExactly(1L, 2L);
      shelf.append("a", 13, WIDE);
      assertThat(shelf.segments()).contains(3L);
      shelf.append("a", 14, WIDE);
    }
    try (Shelf shelf = Shelf.open(temp)) {
      assertThat(shelf.read("a", 13, 14, 9)).containsExactly("13 " + WIDE, "14 " + WIDE);
      assertThatThrownBy(() -> shelf.append("a", 15, WIDE))
          .hasMessageContaining("max-write-bytes = 4096");
      for (int i = 16; i <= 1200; i++) {
        shelf.append("a", i, "x".repeat(900));
      }
      assertThat(shelf.read("a")).hasSize(1199);
    }
  }
}
