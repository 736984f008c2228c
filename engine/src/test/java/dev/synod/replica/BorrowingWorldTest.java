package dev.synod.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Rule G5, whatever the network does: what comes out is byte for byte what one member has; and once
 * the network is calm, something does.
 */
class BorrowingWorldTest {
  /** Replays one seed: {@code -Dsynod.borrowing.seed=N}. */
  private static final long SEED = Long.getLong("synod.borrowing.seed", -1);

  private static final int SEEDS = Integer.getInteger("synod.borrowing.seeds", 2_000);

  /** Milliseconds of faults. */
  private static final long ROUGH = 12_000;

  /** Milliseconds after which nothing is left to come. */
  private static final long CALM = 30_000;

  @Test
  void whatComesOutIsOneMembersSnapshot() {
    int rough = 0;
    for (long seed = SEED >= 0 ? SEED : 0; seed < (SEED >= 0 ? SEED + 1 : SEEDS); seed++) {
      rough += comesOver(seed) ? 1 : 0;
    }
    assertThat(rough).as("came over while it was rough").isGreaterThanOrEqualTo(SEED >= 0 ? 0 : 1);
  }

  /** Whether it did so before the calm. */
  private static boolean comesOver(long seed) {
    BorrowingWorld world = new BorrowingWorld(seed);
    world.runUntil(ROUGH);
    boolean rough = world.whole().isPresent();
    world.calm();
    world.runUntil(ROUGH + CALM);
    String replay = "seed %d; replay with -Dsynod.borrowing.seed=%d".formatted(seed, seed);
    assertThat(world.whole()).as(replay).isPresent();
    assertThat(world.all)
        .as(replay)
        .extracting(Lending::whole)
        .contains(world.whole().orElseThrow());
    return rough;
  }
}
