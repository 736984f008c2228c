package dev.synod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whole members' rules under faults (A, B, L, C, R1), and that they get on afterwards. */
class RulesWorldTest {
  /** Replays one seed: {@code -Dsynod.rules.seed=N -Dsynod.rules.size=MEMBERS}. */
  private static final long SEED = Long.getLong("synod.rules.seed", -1);

  private static final int SEEDS = Integer.getInteger("synod.rules.seeds", 120);

  /** Milliseconds of faults. */
  private static final long ROUGH = 2_500;

  /** Milliseconds after which nothing is left to repair. */
  private static final long CALM = 1_500;

  @Test
  void threeMembersAgreeUnderFaultsAndGoOnAfterwards() {
    survive(3);
  }

  @Test
  void fiveMembersAgreeUnderFaultsAndGoOnAfterwards() {
    survive(5);
  }

  @Test
  void oneAndTwoMembersAgreeUnderFaultsAndGoOnAfterwards() {
    survive(1);
    survive(2);
  }

  private static void survive(int size) {
    if (SEED >= 0) {
      if (size == Integer.getInteger("synod.rules.size", size)) {
        var unused = survive(SEED, size);
      }
      return;
    }
    long truncated = 0;
    long installed = 0;
    for (long seed = 0; seed < SEEDS / size; seed++) {
      RulesWorld world = survive(seed, size);
      truncated += world.members.stream().mapToLong(m -> m.acceptor.truncatedTo()).sum();
      installed += world.installed;
    }
    assertThat(truncated).as("slots truncated").isPositive();
    assertThat(installed).as("snapshots installed").isGreaterThanOrEqualTo(size > 2 ? 1 : 0);
  }

  private static RulesWorld survive(long seed, int size) {
    RulesWorld world = new RulesWorld(seed, size);
    try {
      world.rough(ROUGH);
      world.heal();
      assertThat(world.runUntilDone(ROUGH + 6_000)).as("every command is chosen").isTrue();
      world.runUntil(world.now + CALM);
      long catchUps = world.catchUps;
      world.runUntil(world.now + CALM);
      assertThat(world.catchUps).as("questions without need").isEqualTo(catchUps);
      for (WorldMember member : world.members) {
        assertThat(member.readsLately()).as("reads of %s", member.id).isTrue();
        assertThat(member.acceptor.chosenThrough()).isEqualTo(member.delivered.size());
        assertThat(member.delivered).isEqualTo(world.members.get(0).delivered);
        assertThat(member.applied(member.delivered.size())).isTrue();
      }
    } catch (RuntimeException | AssertionError failed) {
      throw new AssertionError(
          ("seed %d with %d members at %d ms; replay with -Dtest=RulesWorldTest"
                  + " -Dsynod.rules.seed=%d -Dsynod.rules.size=%d")
              .formatted(seed, size, world.now, seed, size),
          failed);
    }
    return world;
  }
}
