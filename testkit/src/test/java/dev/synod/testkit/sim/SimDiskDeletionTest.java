package dev.synod.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.junit.ActorSystems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events that leave a simulated disk for good (rule G1 relies on it), and a disk that fails. */
class SimDiskDeletionTest {
  private static final int SEEDS = 200;

  @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();

  private static Bench bench(long seed) {
    return new Bench(new Schedule(), seed, SerializationExtension.get(ACTORS.testKit().system()));
  }

  @Test
  void theReplayBeginsAfterWhatIsDeleted() {
    Bench bench = bench(1);
    bench.awaited(bench.write(1, 2, 3, 4, 5));

    bench.awaited(bench.delete(3));

    assertThat(bench.replayed()).containsExactly(4L, 5L);
    assertThat(bench.highest()).isEqualTo(5);
    assertThat(bench.told()).last().isEqualTo("deleted through 3");
  }

  @Test
  void theHighestNumberStaysKnownWhenAllIsDeleted() {
    Bench bench = bench(1);
    bench.awaited(bench.write(1, 2, 3));

    bench.awaited(bench.delete(Long.MAX_VALUE));
    bench.crash();
    assertThat(bench.highest()).isEqualTo(3);
    assertThat(bench.replayed()).isEmpty();

    bench.awaited(bench.write(4));
    assertThat(bench.replayed()).containsExactly(4L);
    assertThat(bench.highest()).isEqualTo(4);
  }

  @Test
  void whatIsWrittenAfterADeletionIsNotDeletedByIt() {
    Bench bench = bench(1);
    bench.awaited(bench.write(1, 2));

    var deletion = bench.delete(Long.MAX_VALUE);
    bench.awaited(bench.write(3));
    bench.awaited(deletion);

    assertThat(bench.replayed()).containsExactly(3L);
  }

  @Test
  void anotherIdKeepsItsEvents() {
    Bench bench = bench(1);
    bench.awaited(bench.write(1, 2));
    bench.awaited(bench.write("bench|n1|other", 1, 2));

    bench.awaited(bench.delete(2));

    assertThat(bench.awaited(bench.replay("bench|n1|other"))).containsExactly(1L, 2L);
  }

  /** What the journal holds must not grow with all that was ever written. */
  @Test
  void whatIsDeletedCannotRot() {
    for (long seed = 1; seed <= 20; seed++) {
      Bench bench = bench(seed);
      bench.awaited(bench.write(LongStream.rangeClosed(1, 20).toArray()));
      bench.awaited(bench.delete(19));

      bench.disk().rot();
      bench.awaitFailure(bench.replay(Bench.ID));
      assertThat(bench.disk().failed()).isTrue();

      bench.awaited(bench.delete(20));
      bench.disk().rot();
      assertThat(bench.replayed()).isEmpty();
    }
  }

  @Test
  void aCrashAtAnyPointLeavesAPartOfTheRecordsInTheirOrder() {
    Set<String> outcomes = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      for (int point = 0; point <= 3; point++) {
        outcomes.add(crashWhileDeleting(seed, point));
      }
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            "acknowledged", "lost", "lost, torn", "kept", "kept, torn", "kept, with all");
  }

  private static String crashWhileDeleting(long seed, int point) {
    Bench bench = bench(seed);
    bench.awaited(bench.write(1, 2, 3, 4));
    var fifth = bench.write(5);
    var deletion = bench.delete(3);
    var sixth = bench.write(6);
    bench.steps(point);
    bench.told();

    bench.crashDuring(deletion);

    List<String> told = bench.told();
    List<Long> left = bench.replayed();
    boolean deleted = left.get(0) == 4;
    List<Long> expected =
        LongStream.rangeClosed(deleted ? 4 : 1, left.get(left.size() - 1)).boxed().toList();
    assertThat(left).as("seed %d", seed).isEqualTo(expected);
    assertThat(bench.highest()).isEqualTo(left.get(left.size() - 1));
    assertThat(left.contains(5L) || !(fifth.isDone() || deleted)).isTrue();
    assertThat(deleted || !(deletion.isDone() || left.contains(6L))).isTrue();
    assertThat(left.contains(6L) || !sixth.isDone()).isTrue();

    bench.crash();
    assertThat(bench.replayed()).as("no further crash changes that").isEqualTo(left);

    if (deletion.isDone()) {
      return "acknowledged";
    }
    int events = (left.contains(5L) ? 0 : 1) + (left.contains(6L) ? 0 : 1);
    assertThat(told).contains("lost " + events);
    String torn = told.contains("torn") ? ", torn" : "";
    return (deleted ? "kept" : "lost") + (left.contains(6L) ? ", with all" : torn);
  }

  @Test
  void aSyncIsOfWhatWasWrittenBeforeItAndNoMore() {
    Set<List<String>> told = new HashSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Bench bench = bench(seed);
      var first = bench.write(1);
      var deletion = bench.delete(1);
      bench.steps(1);

      assertThat(first.isOpen()).isNotEqualTo(deletion.isOpen());
      told.add(bench.told());
    }
    assertThat(told)
        .containsExactlyInAnyOrder(List.of("event 1"), List.of("event 1", "deleted through 1"));
  }

  @Test
  void ifItsSyncFailsTheDiskLatchesAndChanceDecides() {
    Set<List<Long>> outcomes = new HashSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Bench bench = bench(seed);
      bench.awaited(bench.write(1, 2, 3));
      bench.disk().failNextSync();

      bench.awaitFailure(bench.delete(2));
      assertThat(bench.disk().failed()).isTrue();
      bench.awaitFailure(bench.delete(3));
      bench.awaitFailure(bench.write(4));

      bench.crash();
      outcomes.add(bench.replayed());
    }
    assertThat(outcomes).containsExactlyInAnyOrder(List.of(1L, 2L, 3L), List.of(3L));
  }

  @Test
  void oneThatIsUnderWayWhenTheDiskLatchesFails() {
    Bench bench = bench(1);
    bench.awaited(bench.write(1, 2));
    bench.disk().failNextSync();
    List<Bench.Answer<Boolean>> deletions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      deletions.add(bench.delete(1));
    }

    deletions.forEach(bench::awaitFailure);

    assertThat(bench.replayed()).containsExactly(1L, 2L);
  }

  @Test
  void aStallHoldsItUp() {
    Bench bench = bench(1);
    bench.awaited(bench.write(1, 2));
    long end = bench.nanos() + Duration.ofSeconds(3).toNanos();
    bench.disk().stallUntil(end);

    bench.awaited(bench.delete(1));

    assertThat(bench.nanos()).isGreaterThanOrEqualTo(end);
  }

  @Test
  void aLostDiskHasForgottenWhatWasDeleted() {
    Bench bench = bench(1);
    bench.awaited(bench.write(1, 2));
    bench.awaited(bench.delete(2));

    bench.disk().powerOff();
    bench.disk().lose();
    bench.disk().powerOn();

    assertThat(bench.highest()).isZero();
  }
}
