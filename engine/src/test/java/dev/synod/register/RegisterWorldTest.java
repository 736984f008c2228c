package dev.synod.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.register.RegisterWorld.Done;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A register under faults is linearizable, and each change has its effect once (rule S2). */
class RegisterWorldTest {
  private static final int SEEDS = 150;

  @ParameterizedTest
  @CsvSource({"3,2,2", "5,3,3", "4,3,2", "4,2,3", "1,1,1"})
  void changesHaveAnOrderThatAllSee(int size, int elect, int accept) {
    int all = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      RegisterWorld world = new RegisterWorld(seed, size, elect, accept, true);
      world.run(1_500);
      List<String> last = world.last();
      assertThat(last).as("seed %d", seed).doesNotHaveDuplicates();
      for (Done done : world.done) {
        assertThat(broken(world, done, last)).as("seed %d: %s in %s", seed, done, last).isFalse();
      }
      all += world.done.size();
    }
    assertThat(all).as("changes done").isGreaterThan(SEEDS * 5);
  }

  /**
   * What it leads to is the beginning of what the register is in the end: a change up to itself,
   * where of two that did not overlap the earlier comes first; a read with all that was done before
   * it. Neither has anything in it that began after it was done.
   */
  private static boolean broken(RegisterWorld world, Done done, List<String> last) {
    int length = done.list().size();
    boolean reads = done.word().equals(RegisterWorld.READ);
    return length > last.size()
        || !last.subList(0, length).equals(done.list())
        || (!reads && last.indexOf(done.word()) != length - 1)
        || done.list().stream().anyMatch(word -> world.begun(word) > done.to())
        || world.done.stream()
            .anyMatch(other -> other.to() < done.from() && other.list().size() > length);
  }

  /** What {@link Content#changes} is for. */
  @Test
  void anAttemptThatKnowsNothingOfItsEarlierOnesAppendsTwice() {
    boolean twice = false;
    for (long seed = 0; seed < SEEDS && !twice; seed++) {
      RegisterWorld world = new RegisterWorld(seed, 3, 2, 2, false);
      world.run(1_500);
      List<String> last = world.last();
      twice = last.stream().distinct().count() < last.size();
    }
    assertThat(twice).isTrue();
  }
}
