package dev.synod.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.synod.Synod;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.metrics.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rule P4: more than fits is refused, not queued, at each member and at a node without one; what is
 * refused is surely not done, and when the flood is over the group is as fast as before.
 */
class OverloadTest {
  private static final int OUTSTANDING = 16;
  private static final int FLOOD = 400;
  private static final int QUEUE = 16 * 1024;
  private static final int WINDOW = 2;

  /** Less than what the members together may have waiting: commands are dropped there, too. */
  private static final String NARROW =
      """
      synod.client { outstanding = %d, command = 1 KiB, resend = 100 ms, timeout = 60 s }
      synod.proposer { batch = 4 KiB, queue = %d B, window = %d }
      synod.acceptor { page = 4 KiB, write = 16 KiB }
      synod.learner.ahead = 8
      """
          .formatted(OUTSTANDING, QUEUE, WINDOW);

  /** The most that each gauge has shown, of any member. */
  private final Map<Measure, Double> highest = new TreeMap<>();

  private static GatedGroup group;
  private static ConsensusGroup guest;
  private static int unused;

  private record Asked(int number, CompletionStage<Outcome<Integer>> outcome) {}

  @BeforeAll
  static void start() {
    group = new GatedGroup(NARROW);
    guest = Synod.get(group.cluster.guest()).connect("group");
    // Its client has found a member.
    assertThat(guest.status()).succeedsWithin(GatedGroup.SOON);
  }

  @AfterEach
  void open() {
    group.machines().forEach(Gated::passAll);
  }

  @AfterAll
  static void stop() {
    group.close();
  }

  @Test
  void aFloodIsRefusedAndLeavesNothingBehind() {
    List<Asked> asked = flood();

    assertEnded(asked);
    assertBounded();
    allIsDoneWithinBounds(asked.size());
  }

  /** The replicas can't refuse anything then. */
  @Test
  void aFloodIsRefusedWhileAllMachinesAreBlocked() {
    group.machines().forEach(machine -> machine.passBelow(unused));
    List<Asked> asked = flood();

    // What is open may wait; all the rest is refused already, at a guest by its member's node.
    int most = 2 * OUTSTANDING * (group.ids().size() + 1);
    await()
        .atMost(GatedGroup.SOON)
        .until(
            () -> asked.stream().filter(one -> !GatedGroup.isDone(one.outcome())).count() <= most);
    assertBounded();

    group.machines().forEach(Gated::passAll);
    assertEnded(asked);
    allIsDoneWithinBounds(asked.size());
  }

  /** Rule S5: it may be the retry of one that was done; and it can be retried until it is. */
  @Test
  void inASessionOfTheCallersNothingIsKnownOfWhatWasRefused() {
    ConsensusGroup door = group.cluster.group("n1");
    long session = ((Outcome.Committed<Long>) GatedGroup.get(door.openSession())).reply();
    int first = unused;
    group.machine("n1").passBelow(first);
    List<CompletionStage<Outcome<Integer>>> outcomes = new ArrayList<>();
    for (int sequence = 1; sequence <= 200; sequence++) {
      outcomes.add(door.submit(session, sequence, group.command(unused++)));
    }

    assertThat(outcomes.stream().filter(GatedGroup::isDone).count())
        .isGreaterThanOrEqualTo(outcomes.size() - 2 * OUTSTANDING);
    group.machine("n1").passAll();
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome<Integer> outcome = GatedGroup.get(outcomes.get(i));
      while (outcome instanceof Outcome.Unknown<Integer> unknown) {
        assertThat(unknown.doubt()).isEqualTo(Outcome.Doubt.OVERLOADED);
        outcome = GatedGroup.get(door.submit(session, i + 1, group.command(first + i)));
      }
      assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    }
    assertThat(group.numbers("n1").stream().filter(number -> number >= first))
        .hasSameSizeAs(outcomes)
        .doesNotHaveDuplicates();
  }

  private List<ConsensusGroup> doors() {
    List<ConsensusGroup> doors =
        new ArrayList<>(group.ids().stream().map(group.cluster::group).toList());
    doors.add(guest);
    return doors;
  }

  private List<Asked> flood() {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      for (ConsensusGroup door : doors()) {
        asked.add(ask(door));
      }
      look();
    }
    return asked;
  }

  private static Asked ask(ConsensusGroup door) {
    int number = unused++;
    return new Asked(number, door.submit(group.command(number)));
  }

  private void look() {
    for (String id : group.ids()) {
      for (Measure gauge :
          List.of(
              Measure.PENDING_COMMANDS,
              Measure.WINDOW,
              Measure.WAITING_BYTES,
              Measure.ACCEPTOR_WAITING)) {
        highest.merge(gauge, group.value(id, gauge), Math::max);
      }
    }
  }

  /** A call counts as pending while it is refused: there are two threads that call. */
  private void assertBounded() {
    assertThat(highest.get(Measure.PENDING_COMMANDS)).isLessThanOrEqualTo(2 * OUTSTANDING + 2);
    assertThat(highest.get(Measure.WINDOW)).isLessThanOrEqualTo(WINDOW);
    assertThat(highest.get(Measure.WAITING_BYTES)).isLessThanOrEqualTo(QUEUE);
    assertThat(highest.get(Measure.ACCEPTOR_WAITING)).isLessThanOrEqualTo(4096);
  }

  /** Committed and in the state, or refused and in none. */
  private void assertEnded(List<Asked> asked) {
    List<Integer> done = new ArrayList<>();
    for (Asked one : asked) {
      Outcome<Integer> outcome = GatedGroup.get(one.outcome());
      look();
      if (outcome instanceof Outcome.Rejected<Integer> rejected) {
        assertThat(rejected.reason()).isEqualTo(Outcome.Reason.OVERLOADED);
      } else {
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        done.add(one.number());
      }
    }
    int first = asked.get(0).number();
    assertThat(done).hasSizeBetween(OUTSTANDING, asked.size() - 1);
    group.assertHold(first, done);
  }

  /** What all together have out fits into the leader's queue, so nothing is dropped and resent. */
  private void allIsDoneWithinBounds(int count) {
    int each = OUTSTANDING / 4;
    for (int done = 0; done < count; done += each * doors().size()) {
      List<CompletionStage<Outcome<Integer>>> some = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        doors().forEach(door -> some.add(ask(door).outcome()));
      }
      GatedGroup.assertCommitted(some);
    }
  }
}
