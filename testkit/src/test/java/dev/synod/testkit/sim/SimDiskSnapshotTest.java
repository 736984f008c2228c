package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.junit.ActorSystems;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots on a simulated disk: whole or absent (rule G3), and never another one in silence. */
class SimDiskSnapshotTest {
  private static final int SEEDS = 200;
  private static final int CHUNK = 64 * 1024;

  /** Four chunks. */
  private static final String LARGE = "x".repeat(3 * CHUNK + 1);

  /** The syncs of such a one, with that of the manifest. */
  private static final int SYNCS = 5;

  @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();

  private static Bench bench(long seed) {
    return new Bench(new Schedule(), seed, SerializationExtension.get(ACTORS.testKit().system()));
  }

  @Test
  void theOneWithTheHighestNumberIsLoaded() {
    Bench bench = bench(1);
    assertThat(bench.loaded()).isEmpty();

    bench.awaited(bench.save(7, "seven"));
    bench.awaited(bench.save(5, "five"));
    bench.crash();

    assertThat(bench.loaded()).contains("seven");
    assertThat(bench.awaited(bench.load(number -> number <= 6)).orElseThrow().payload())
        .isEqualTo("five");
    assertThat(bench.awaited(bench.load(number -> number <= 4))).isEmpty();
    assertThat(bench.told())
        .containsExactly("saved 7", "saved 5", "lost 0", "loaded 7", "loaded 5");
  }

  @Test
  void aSecondOneWithTheSameNumberReplacesTheFirst() {
    Bench bench = bench(1);
    bench.awaited(bench.save(7, "first"));
    bench.awaited(bench.save(7, "second"));
    assertThat(bench.loaded()).contains("second");

    bench.awaited(bench.deleteSnapshots(number -> number == 7));
    assertThat(bench.loaded()).isEmpty();
  }

  @Test
  void itIsKeptAsBytes() {
    Bench bench = bench(1);
    byte[] state = {1, 2, 3};
    var save = bench.save(1, state);
    state[0] = 9;
    bench.awaited(save);

    assertThat((byte[]) bench.loaded().orElseThrow()).containsExactly(1, 2, 3);
    bench.awaited(bench.save(2, new byte[0]));
    assertThat((byte[]) bench.loaded().orElseThrow()).isEmpty();
  }

  @Test
  void eachChunkTakesASyncAndSoDoesTheManifest() {
    assertThat(syncs("")).isEqualTo(2);
    assertThat(syncs("x".repeat(CHUNK))).isEqualTo(2);
    assertThat(syncs("x".repeat(CHUNK + 1))).isEqualTo(3);
    assertThat(syncs(LARGE)).isEqualTo(SYNCS);
  }

  private static int syncs(String state) {
    Bench bench = bench(1);
    var save = bench.save(1, state);
    int syncs = 0;
    while (save.isOpen()) {
      bench.steps(1);
      syncs++;
    }
    return syncs;
  }

  @Test
  void afterACrashAtAnyPointItIsWholeOrAbsent() {
    Set<String> outcomes = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      for (int point = 0; point <= SYNCS; point++) {
        outcomes.add(point + " " + crashWhileSaving(seed, point));
      }
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            "0 absent", "1 absent", "2 absent", "3 absent", "4 absent", "4 whole", "5 whole");
  }

  private static String crashWhileSaving(long seed, int point) {
    Bench bench = bench(seed);
    bench.awaited(bench.save(1, "old"));
    var save = bench.save(2, LARGE);
    bench.steps(point);
    assertThat(save.isDone()).isEqualTo(point == SYNCS);

    bench.crashDuring(save);

    Object state = bench.loaded().orElseThrow();
    bench.crash();
    assertThat(bench.loaded()).as("no further crash changes that").contains(state);
    return state.equals("old") ? "absent" : state.equals(LARGE) ? "whole" : "neither";
  }

  @Test
  void writesBesideASaveKeepTheirOrder() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Bench bench = bench(seed);
      var save = bench.save(1, LARGE);
      bench.steps(SYNCS - 1);
      var event = bench.write(1);
      bench.told();

      bench.crash();

      boolean kept = !bench.replayed().isEmpty();
      assertThat(bench.told()).contains("lost " + (kept ? 0 : 1));
      assertThat(bench.loaded().isPresent() || !kept).as("the manifest came first").isTrue();
      assertThat(save.isOpen() && event.isOpen()).isTrue();
    }
  }

  @Test
  void aSyncThatFailsLatchesTheDiskAtAnyPoint() {
    Set<String> outcomes = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      for (int point = 0; point < SYNCS; point++) {
        outcomes.add(point + " " + failWhileSaving(seed, point));
      }
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            "0 absent", "1 absent", "2 absent", "3 absent", "4 absent", "4 whole");
  }

  private static String failWhileSaving(long seed, int point) {
    Bench bench = bench(seed);
    var save = bench.save(2, LARGE);
    bench.steps(point);
    bench.disk().failNextSync();

    bench.awaitFailure(save);
    assertThat(bench.disk().failed()).isTrue();
    bench.awaitFailure(bench.save(3, "three"));
    bench.awaitFailure(bench.deleteSnapshots(number -> true));
    bench.awaitFailure(bench.load(number -> true));

    bench.crash();
    assertThat(bench.disk().failed()).isFalse();
    return bench.loaded().map(state -> state.equals(LARGE) ? "whole" : "neither").orElse("absent");
  }

  @Test
  void aStallHoldsItUp() {
    Bench bench = bench(1);
    var save = bench.save(1, LARGE);
    bench.steps(2);
    long end = bench.nanos() + Duration.ofSeconds(3).toNanos();
    bench.disk().stallUntil(end);

    bench.awaited(save);

    assertThat(bench.nanos()).isGreaterThanOrEqualTo(end);
  }

  @Test
  void noOlderOneTakesThePlaceOfADamagedOne() {
    Set<String> outcomes = new TreeSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      Bench bench = bench(seed);
      bench.awaited(bench.save(1, "old"));
      bench.awaited(bench.save(2, "new"));
      bench.awaited(bench.write(1));

      bench.disk().rot();

      var load = bench.load(number -> true);
      while (load.isOpen()) {
        bench.steps(1);
      }
      assertThat(bench.disk().failed()).isEqualTo(load.hasFailed());
      if (load.hasFailed()) {
        outcomes.add("the new one");
        bench.awaited(bench.deleteSnapshots(number -> number == 2));
        assertThat(bench.loaded()).contains("old");
      } else {
        assertThat(bench.loaded()).contains("new");
        var replay = bench.replay(Bench.ID);
        bench.steps(1);
        outcomes.add(replay.hasFailed() ? "the event" : "the old one");
      }
    }
    assertThat(outcomes).containsExactlyInAnyOrder("the new one", "the old one", "the event");
  }

  @Test
  void anEmptyOneCanRot() {
    Bench bench = bench(1);
    bench.awaited(bench.save(1, ""));

    bench.disk().rot();

    bench.awaitFailure(bench.load(number -> true));
  }

  @Test
  void aLostDiskHasNone() {
    Bench bench = bench(1);
    bench.awaited(bench.save(1, "one"));

    bench.disk().powerOff();
    bench.disk().lose();
    bench.disk().powerOn();

    assertThat(bench.loaded()).isEmpty();
  }

  @Test
  void aDeletionIsLostOrKeptByACrashBeforeItsSync() {
    Set<Optional<Object>> outcomes = new HashSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Bench bench = bench(seed);
      bench.awaited(bench.save(1, "one"));
      bench.awaited(bench.save(2, "two"));
      var deletion = bench.deleteSnapshots(number -> number == 2);
      bench.crashDuring(deletion);
      outcomes.add(bench.loaded());

      bench.awaited(bench.deleteSnapshots(number -> number <= 2));
      bench.crash();
      assertThat(bench.loaded()).isEmpty();
    }
    assertThat(outcomes).containsExactlyInAnyOrder(Optional.of("one"), Optional.of("two"));
  }
}
