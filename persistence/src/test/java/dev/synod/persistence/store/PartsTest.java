package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes in several buffers are taken in pieces of one size. */
class PartsTest {

  @Test
  void piecesJoinWhatLiesInSeveralBuffers() {
    Parts parts = parts("a", "", "bcd", "efghij", "k");
    assertThat(parts.size()).isEqualTo(11);

    assertThat(all(parts, 4)).containsExactly("abcd", "efgh", "ijk");
    assertThat(parts.size()).isZero();
  }

  @Test
  void piecesOfOneBufferAreNoCopies() {
    ByteBuffer large = Shelf.bytes("0123456789");
    Parts parts = new Parts(List.of(large));

    ByteBuffer first = parts.next(4);
    large.put(1, (byte) 'x');

    assertThat(Shelf.text(first)).isEqualTo("0x23");
    assertThat(Shelf.text(parts.next(4))).isEqualTo("4567");
    assertThat(large.remaining()).as("what was handed over stays as it is").isEqualTo(10);
  }

  private static Parts parts(String... texts) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (String text : texts) {
      buffers.add(Shelf.bytes(text));
    }
    return new Parts(buffers);
  }

  private static List<String> all(Parts parts, int size) {
    List<String> pieces = new ArrayList<>();
    while (parts.size() > 0) {
      pieces.add(Shelf.text(parts.next(size)));
    }
    return pieces;
  }
}
