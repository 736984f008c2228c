package dev.synod.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.synod.persistence.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule A3: whatever was confirmed before the process was killed is there, and nothing half. Rule
 * D1: while it lives no other process opens its store.
 */
class CrashTest {
  @TempDir private Path temp;

  @Test
  void whatWasConfirmedOutlivesAKill() throws Exception {
    kill(3);
  }

  @Test
  @Tag("nightly")
  void whatWasConfirmedOutlivesManyKills() throws Exception {
    kill(50);
  }

  private void kill(int times) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Long> confirmed = new HashMap<>();
    for (int round = 0; round < times; round++) {
      IndexEngine engine = round % 2 == 0 ? IndexEngine.NATIVE : IndexEngine.JAVA;
      try (ChildJvm child =
          ChildJvm.start(
              Appender.class,
              List.of(
                  "--enable-native-access=ALL-UNNAMED",
                  "--add-opens=java.base/java.nio=ALL-UNNAMED"),
              temp.toString(),
              engine.name())) {
        String line = child.line();
        int lines = 200 + random.nextInt(times > 10 ? 2000 : 500);
        for (int i = 0; i < lines; i++) {
          remember(line, confirmed);
          line = child.line();
        }
        assertThatThrownBy(() -> fail("opened %s", Shelf.open(temp)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("is held by process " + child.pid());
        // Not by way of its Process, which would close what is still to be read.
        assertThat(ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly()).isTrue();
        for (; !line.isEmpty(); line = child.line()) {
          remember(line, confirmed);
        }
      }
      assertThat(confirmed)
          .containsKeys("id0", "id3", "id0-snapshot", "id0-deleted", "id3-forgotten");
      check(engine, confirmed, "seed " + seed + ", round " + round);
    }
  }

  private static void remember(String line, Map<String, Long> confirmed) {
    if (line.matches(
        "id\\d(-[a-z]+)? -?\\d+")) { // A child's logging, and half a line at its end, say nothing.
      String[] words = line.split(" ", 2);
      confirmed.merge(words[0], Long.parseLong(words[1]), Math::max);
    }
  }

  private void check(IndexEngine engine, Map<String, Long> confirmed, String what) {
    try (Shelf shelf = Shelf.open(Disk.real(), Shelf.options(temp).with(engine))) {
      for (String id : List.of("id0", "id1", "id2", "id3")) {
        checkEvents(shelf, id, confirmed, what);
        checkSnapshots(shelf, id, confirmed, what);
      }
    }
  }

  private static void checkEvents(
      Shelf shelf, String id, Map<String, Long> confirmed, String what) {
    long highest = shelf.highest(id);
    assertThat(highest).as(what).isGreaterThanOrEqualTo(confirmed.getOrDefault(id, 0L));
    assertThat(highest % 2).as("both events of a write or none, " + what).isZero();
    long deleted = Shelf.answer(shelf.store().deletedTo(id));
    assertThat(deleted)
        .as(what)
        .isBetween(Math.max(0, confirmed.getOrDefault(id + "-deleted", 0L)), highest);
    List<String> events = shelf.read(id);
    assertThat(events).as(what).hasSize((int) (highest - deleted));
    for (int i = 0; i < events.size(); i++) {
      long sequence = deleted + 1 + i;
      assertThat(events.get(i))
          .as(what)
          .isEqualTo(sequence + " " + Shelf.text(Appender.event(id, sequence)));
    }
  }

  /** Each is whole; those that were confirmed are there, and those that were deleted are not. */
  private static void checkSnapshots(
      Shelf shelf, String id, Map<String, Long> confirmed, String what) {
    long saved = confirmed.getOrDefault(id + "-snapshot", 0L);
    long forgotten = confirmed.getOrDefault(id + "-forgotten", 0L);
    List<Long> there = new ArrayList<>();
    for (String snapshot : shelf.snapshots(id)) {
      long sequence = Long.parseLong(snapshot.replaceAll("\\D*(\\d+)[\\s\\S]*", "$1"));
      assertThat(snapshot)
          .as(what)
          .isEqualTo(
              new SnapshotId(sequence, sequence) + " " + Shelf.text(Appender.state(id, sequence)));
      there.add(sequence);
    }
    assertThat(there).as(what).allMatch(sequence -> sequence > forgotten);
    if (saved > 0) {
      assertThat(there.get(0)).as(what).isGreaterThanOrEqualTo(saved);
      assertThat(Shelf.answer(shelf.store().deletedTo(id)))
          .as("no event is deleted that no snapshot covers, " + what)
          .isLessThanOrEqualTo(there.get(0));
    }
  }
}
