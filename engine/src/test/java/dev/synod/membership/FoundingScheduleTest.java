package dev.synod.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Foundings under lost, doubled, late mail and crashes at every event; a failing run is repeated
 * with {@code -Dsynod.rules.seed=N}.
 */
class FoundingScheduleTest {
  private static final int SEEDS = 300;
  private static final int STEPS = 120;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void foundsOnceThroughLossDoublingReorderingAndCrashes(int members) {
    seeds().forEach(seed -> foundsOnce(members, seed));
  }

  /** Rule D1: as long as one disk of a founding lives, no other founding can come about. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void foundingsNeverDifferThoughAllDisksButOneAreLostAtAnyTime(int members) {
    seeds().forEach(seed -> neverDiffers(members, seed));
  }

  /** Rule D1: after a founding, a lost disk makes an outsider of its member, whatever its id. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void aDiskLostAfterTheFoundingMakesAnOutsider(int members) {
    seeds().limit(200).forEach(seed -> amnesiacStaysOut(members, seed));
  }

  private static void foundsOnce(int members, long seed) {
    FoundingWorld world = FoundingWorld.of(members);
    Random random = new Random(seed);

    for (int step = 0; step < STEPS; step++) {
      disturb(world, random);
    }
    world.heal();

    assertThat(world.foundings()).as("seed %d", seed).hasSize(1);
    Configuration founding = world.foundings().get(0);
    assertThat(world.ids())
        .as("seed %d", seed)
        .allSatisfy(id -> assertThat(world.founding(id)).contains(founding));
    assertThat(world.mail).as("seed %d: nothing is left to say", seed).isEmpty();
  }

  private static void neverDiffers(int members, long seed) {
    FoundingWorld world = FoundingWorld.of(members);
    Random random = new Random(seed);
    MemberId survivor = any(world.ids(), random);

    for (int step = 0; step < 3 * STEPS; step++) {
      if (random.nextInt(25) == 0) {
        MemberId victim = any(world.ids(), random);
        if (victim.equals(survivor)) {
          world.restart(victim);
        } else {
          world.wipe(victim);
        }
      }
      disturb(world, random);
    }
    world.heal();

    assertThat(world.foundings()).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
  }

  private static void amnesiacStaysOut(int members, long seed) {
    FoundingWorld world = FoundingWorld.of(members);
    Random random = new Random(seed);
    world.heal();
    MemberId victim = any(world.ids(), random);

    world.wipe(victim);
    for (int step = 0; step < STEPS; step++) {
      disturb(world, random);
    }
    world.heal();

    assertThat(world.foundings()).as("seed %d", seed).hasSize(1);
    assertThat(world.verdict(victim.value()))
        .as("seed %d", seed)
        .get()
        .isInstanceOf(Founder.Outsider.class);
  }

  private static void disturb(FoundingWorld world, Random random) {
    int kind = random.nextInt(20);
    if (kind < 5 || world.mail.isEmpty()) {
      MemberId id = any(world.ids(), random);
      if (kind == 0) {
        world.tickAndCrash(id, random.nextInt(4), random.nextInt(4));
      } else {
        world.tick(id);
      }
      return;
    }
    FoundingWorld.Letter letter = any(world.mail, random);
    if (kind < 17) {
      world.mail.remove(letter);
    }
    // Else it stays: it will come again, however late.
    if (kind < 8) {
      world.deliverAndCrash(letter, random.nextInt(4), random.nextInt(4));
    } else if (kind > 9) {
      world.deliver(letter);
    }
  }

  private static <T> T any(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static LongStream seeds() {
    Long only = Long.getLong("synod.rules.seed");
    return only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
  }
}
