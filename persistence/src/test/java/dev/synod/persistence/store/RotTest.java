package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule D2 in a store of 1 MiB: many segments, some of them dropped, four persistence ids, snapshots
 * of many chunks, deletions.
 *
 * <p>A byte that is not what was written is refused when the store is opened, when what it belongs
 * to is read, or by a walk, which reads all. Only where nothing was ever written, behind the end of
 * a segment, it means nothing.
 */
class RotTest {
  private static final Limits LARGER = new Limits(64 << 10, 16 << 10, 16 << 10, 64, 1 << 20, 0);

  @TempDir(factory = InMemory.class)
  private Path temp;

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"MEMORY", "NATIVE", "JAVA"})
  void aFlippedByteIsNotAcceptedInSilence(IndexEngine engine) throws IOException {
    flip(engine, true, 40, 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("nightly")
  void noneOfManyFlippedBytesIsAcceptedInSilence(boolean closed) throws IOException {
    flip(IndexEngine.MEMORY, closed, 20_000, System.nanoTime());
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"NATIVE", "JAVA"})
  @Tag("nightly")
  void noneOfManyFlippedBytesIsAcceptedBecauseOfAnIndex(IndexEngine engine) throws IOException {
    flip(engine, true, 2_000, System.nanoTime());
  }

  private void flip(IndexEngine engine, boolean closed, int times, long first) throws IOException {
    long seed = Long.getLong("synod.seed", first);
    Random random = new Random(seed);
    StoreOptions options = fill(engine, closed, random);
    Victim victim = Victim.in(temp.resolve("tried"), options);
    List<Map.Entry<Path, byte[]>> files =
        victim.files().entrySet().stream()
            .filter(file -> !file.getKey().startsWith(new Layout(options.directory()).index()))
            .toList();
    long total = files.stream().mapToLong(file -> file.getValue().length).sum();
    assertThat(total).isBetween(900_000L, 1_300_000L);
    for (int i = 0; i < times; i++) {
      long at = random.nextLong(total);
      Map.Entry<Path, byte[]> file = files.get(0);
      for (Map.Entry<Path, byte[]> each : files) {
        file = each;
        if (at < each.getValue().length) {
          break;
        }
        at -= each.getValue().length;
      }
      flip(victim, file, (int) at, "-Dsynod.seed=%d: %d".formatted(seed, i));
    }
  }

  private static void flip(Victim victim, Map.Entry<Path, byte[]> file, int at, String seed)
      throws IOException {
    byte[] flipped = file.getValue().clone();
    flipped[at] ^= (byte) (1 << at % 8);
    String what = "%s, %s byte %d".formatted(seed, file.getKey().getFileName(), at);
    boolean refused = victim.refusal(file.getKey(), flipped, what).isPresent();
    assertThat(refused || at >= DamageTest.used(file.getValue())).as(what).isTrue();
  }

  private StoreOptions fill(IndexEngine engine, boolean closed, Random random) throws IOException {
    Path place = Files.createDirectory(temp.resolve("place"));
    Path tried = temp.resolve("tried");
    try (Shelf shelf = Shelf.open(Disk.real(), options(place, engine))) {
      long[] next = {1, 1, 1, 1};
      for (int i = 0; i < 330; i++) {
        int id = random.nextInt(next.length);
        List<String> events = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
          events.add(i + " " + "x".repeat(random.nextInt(1500)));
        }
        shelf.append("abcd".substring(id, id + 1), next[id], events.toArray(String[]::new));
        next[id] += events.size();
        if (i % 100 == 70) {
          shelf.save("b", next[1] - 1, i, "state ".repeat(10_000));
          shelf.delete("b", next[1] - 1);
        } else if (i % 100 == 90) {
          shelf.delete("c", next[2] / 2);
        }
      }
      shelf.highest("a");
      assertThat(shelf.snapshots("b")).hasSize(3);
      if (!closed) {
        Copies.copy(place, tried);
      }
    }
    if (closed) {
      Copies.copy(place, tried);
    }
    return options(tried, engine);
  }

  private static StoreOptions options(Path place, IndexEngine engine) {
    return Shelf.options(place).with(LARGER).with(engine);
  }
}
