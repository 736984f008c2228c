package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule D3: what was confirmed is there after a loss of power, whatever of the rest is; and the
 * store opens. The power goes at any call, also while the store is opened, made or closed.
 */
class PowerLossTest {
  private static final int LIVES = 6;

  @TempDir(factory = InMemory.class)
  private Path temp;

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"MEMORY", "NATIVE"})
  void whatWasConfirmedOutlivesLossesOfPower(IndexEngine engine) throws IOException {
    lose(engine, engine == IndexEngine.MEMORY ? 80 : 10, 4);
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexEngine.class,
      names = {"MEMORY", "NATIVE", "JAVA"})
  @Tag("nightly")
  void whatWasConfirmedOutlivesManyLossesOfPower(IndexEngine engine) throws IOException {
    lose(engine, engine == IndexEngine.MEMORY ? 10_000 : 1_000, System.nanoTime());
  }

  private void lose(IndexEngine engine, int stores, long first) throws IOException {
    long start = Long.getLong("synod.seed", first);
    for (long seed = start; seed < start + stores; seed++) {
      Path place = Files.createDirectory(temp.resolve("s" + (seed - start)));
      StoreOptions options = Shelf.options(place).with(engine);
      List<Memory> memories = Stream.of("a", "b", "c").map(Memory::new).toList();
      Random random = new Random(seed);
      for (int life = 0; life < LIVES; life++) {
        int calls = 1 + random.nextInt(random.nextInt(3) == 0 ? 12 : 250);
        PowerLossDisk disk = new PowerLossDisk(calls);
        try {
          live(disk, options, memories, random);
        } catch (StoreException | AssertionError e) {
          if (!String.valueOf(e.getMessage()).contains(PowerLossDisk.GONE)) {
            throw new AssertionError("-Dsynod.seed=%d, life %d".formatted(seed, life), e);
          }
        }
        disk.restart(random);
      }
      Copies.remove(place);
    }
  }

  /** Writes until the power goes. */
  private static void live(Disk disk, StoreOptions options, List<Memory> memories, Random random) {
    try (Shelf shelf = Shelf.open(disk, options)) {
      for (Memory memory : memories) {
        memory.check(shelf);
      }
      while (true) {
        List<Memory.Promise> promises = new ArrayList<>();
        for (Memory memory : memories) {
          promises.addAll(memory.add(shelf.store(), random));
        }
        keep(promises);
      }
    }
  }

  /** One that failed may stand before another that was confirmed. */
  private static void keep(List<Memory.Promise> promises) {
    List<StoreException> failures = new ArrayList<>();
    for (Memory.Promise promise : promises) {
      try {
        Shelf.answer(promise.done());
        promise.then().run();
      } catch (StoreException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      assertThat(failures).allSatisfy(e -> assertThat(e).hasMessageContaining(PowerLossDisk.GONE));
      throw failures.get(0);
    }
  }
}
