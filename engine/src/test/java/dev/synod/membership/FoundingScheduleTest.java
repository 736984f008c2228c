package dev.synod.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import java.util.ArrayList;
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

  /** Rule D1: whoever comes later begins where the group is, and stores no founding record. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void disksThatAreAddedAndReplacedBeginInAnEpochThatKnowsThem(int members) {
    seeds().forEach(seed -> othersCome(members, seed));
  }

  private static void othersCome(int members, long seed) {
    FoundingWorld world = FoundingWorld.of(members);
    Random random = new Random(seed);
    world.heal();
    Configuration current = world.foundings().get(0);
    MemberId lost = any(world.ids(), random);
    MemberId added = new MemberId("n" + (members + 1));
    world.add(lost.value(), FoundingWorld.roster(members + 1));
    world.add(added.value(), FoundingWorld.roster(members + 1));

    for (int step = 0; step < 2 * STEPS; step++) {
      if (random.nextInt(20) == 0 && !world.waiting.isEmpty()) {
        current = with(current, any(world.waiting, random));
      }
      if (random.nextInt(5) == 0) {
        enter(world, any(world.ids(), random), current);
      }
      disturb(world, random);
    }
    for (int round = 0; round < 3; round++) {
      for (MemberId id : world.ids()) {
        enter(world, id, current);
      }
      world.heal();
      for (MemberRecord disk : world.waiting) {
        current = with(current, disk);
      }
    }

    assertThat(world.foundings()).as("seed %d", seed).hasSize(1);
    for (MemberId id : world.ids()) {
      FounderMemory memory = world.state(id.value()).memory();
      assertThat(world.verdict(id.value()))
          .as("seed %d: %s", seed, id)
          .get()
          .isInstanceOf(Founder.Founded.class);
      assertThat(current.knows(id, memory.incarnation().orElseThrow()))
          .as("seed %d", seed)
          .isTrue();
      assertThat(memory.stored().isPresent())
          .as("seed %d: %s", seed, id)
          .isEqualTo(!id.equals(lost) && !id.equals(added));
    }
    assertThat(world.mail).as("seed %d: nothing is left to say", seed).isEmpty();
  }

  /** The other roles follow the founder only where it has let them begin. */
  private static void enter(FoundingWorld world, MemberId id, Configuration current) {
    if (world.founding(id).isPresent()) {
      world.enter(id, current);
    }
  }

  /** The next epoch, in which this disk has its place; the same if it has it already. */
  private static Configuration with(Configuration current, MemberRecord disk) {
    if (current.knows(disk.id(), disk.incarnation())) {
      return current;
    }
    List<MemberRecord> members = new ArrayList<>(current.members());
    members.removeIf(member -> member.id().equals(disk.id()));
    members.add(disk);
    return Configuration.majority(current.epoch() + 1, current.sessions(), members);
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
