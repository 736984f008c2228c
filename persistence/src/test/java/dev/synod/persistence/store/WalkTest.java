package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk tells all that is in a store, and changes nothing. */
class WalkTest {
  @TempDir private Path temp;

  private Walk.Summary walk(List<String> events) {
    return Walk.through(
        Shelf.options(temp),
        (place, counter, id, entry) -> {
          if (entry instanceof Entry.Event event) {
            events.add(id + " " + event.sequence() + " " + Shelf.text(event.bytes()));
          }
        });
  }

  private void fill() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one", "two");
      shelf.append("b", 1, "eins");
      shelf.delete("a", 1);
      shelf.save("b", 1, 1, "state ".repeat(1000));
    }
  }

  @Test
  void eachEventAndEachCountIsTold() {
    fill();
    List<String> events = new ArrayList<>();

    Walk.Summary summary = walk(events);

    assertThat(events).containsExactly("a 1 one", "a 2 two", "b 1 eins");
    assertThat(summary.ids())
        .containsExactly(new Walk.Id("a", 2, 1, 2, 0), new Walk.Id("b", 1, 0, 1, 1));
    assertThat(summary.closed()).isTrue();
    assertThat(summary.tornBytes()).isZero();
    assertThat(summary.records()).isGreaterThan(8);
  }

  @Test
  void damageIsNamedWithItsPlaceAlsoInASnapshot() throws IOException {
    fill();
    Path segment = new Layout(temp.resolve("n1")).segment(1);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 3] ^= 1;
    Files.write(segment, bytes);

    assertThatThrownBy(() -> walk(new ArrayList<>()))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(segment.toString(), "is damaged at byte");
    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
  }

  @Test
  void nothingIsMadeWhereNothingIs() {
    assertThatThrownBy(() -> walk(new ArrayList<>())).isInstanceOf(StoreException.class);
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aStoreThatIsOpenIsNotWalkedThrough() {
    try (Shelf shelf = Shelf.open(temp)) {
      shelf.append("a", 1, "one");
      assertThatThrownBy(() -> walk(new ArrayList<>())).hasMessageContaining("held by");
    }
  }
}
