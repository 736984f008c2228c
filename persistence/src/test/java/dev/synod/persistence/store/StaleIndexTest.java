package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.impl.Iq80DBFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LevelDB's Java port leaves out what it can't read of its log, and goes on with what follows. */
class StaleIndexTest {
  private static final byte[] KEY = IndexForm.key(new IdState(2, "a"));

  @TempDir(factory = InMemory.class)
  private Path temp;

  private Shelf open(Disk disk) {
    return Shelf.open(disk, Shelf.options(temp).with(IndexEngine.JAVA));
  }

  private DB index() throws IOException {
    return Iq80DBFactory.factory.open(
        new Layout(temp.resolve("n1")).index().toFile(), new Options().createIfMissing(false));
  }

  /** Each entry is right, and their number, too: but one is not of the same age as the others. */
  @Test
  void anIndexWithAnEntryFromBeforeIsMadeAnew() throws IOException {
    fill(1, 60);
    byte[] before;
    try (DB index = index()) {
      before = index.get(KEY);
    }
    fill(61, 120);
    try (DB index = index()) {
      assertThat(index.get(KEY)).isNotEqualTo(before);
      index.put(KEY, before);
    }

    FaultyDisk disk = new FaultyDisk();
    try (Shelf shelf = open(disk)) {
      assertThat(disk.read.getOrDefault("0000000000000001.segment", 0L)).isGreaterThan(16 << 10);
      assertThat(shelf.highest("a")).isEqualTo(120);
      assertThat(Shelf.answer(shelf.store().deletedTo("a"))).isEqualTo(115);
    }
  }

  private void fill(int first, int last) {
    try (Shelf shelf = open(Disk.real())) {
      shelf.append("b" + first, 1, "keeps its segment");
      for (int i = first; i <= last; i++) {
        shelf.append("a", i, "x".repeat(900));
      }
      shelf.delete("a", last - 5);
      for (int i = 1; i <= 60; i++) {
        shelf.append("c" + first, i, "x".repeat(900));
      }
    }
  }

  /** Also after the start, when only single entries are read. */
  @Test
  void anEntryIsCheckedWheneverItIsRead() {
    byte[] value = "what is kept".getBytes(StandardCharsets.UTF_8);
    byte[] sealed = IndexForm.sealed(value, IndexForm.checksum(KEY, value));

    assertThat(IndexForm.unsealed(KEY, sealed)).isEqualTo(value);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> assertThat(IndexForm.unsealed(KEY, flipped)).isEmpty())
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] another = IndexForm.key(new IdState(3, "c"));
    assertThatThrownBy(() -> assertThat(IndexForm.unsealed(another, sealed)).isEmpty())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> assertThat(IndexForm.unsealed(KEY, new byte[3])).isEmpty())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
