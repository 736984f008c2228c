package dev.synod.testkit.real;

import static dev.synod.testkit.real.GatedGroup.assertCommitted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.Outcome;
import dev.synod.metrics.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Apply is off the way of consensus: while a state machine blocks its replica, heartbeats are sent
 * and heard, and values are chosen and made durable. What waits is the replica's own: the commands
 * and reads of its node.
 */
class SlowMachineTest {
  private static final String ONE_COMMAND_PER_SLOT =
      """
      synod.proposer.batch = 1 KiB
      synod.client.command = 1 KiB
      synod.client.timeout = 60 s
      synod.learner.ahead = 16
      """;
  private static final int TIMEOUTS = 3;
  private static final int MANY = 300;

  /** Which numbers no test has used. */
  private static int unused;

  private static GatedGroup group;

  @BeforeAll
  static void start() {
    group = new GatedGroup(ONE_COMMAND_PER_SLOT);
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
  void allThatIsOnItsWayIsChosenThoughEveryMachineIsBlocked() {
    String leader = group.cluster.awaitLeader();
    double changes = group.leaderChanges();
    int plug = unused;
    // So that the leader's replica sends them all in one turn, before the first can block it.
    group.machines().forEach(machine -> machine.passBelow(plug + 1));
    group.machine(leader).passBelow(plug);
    List<CompletionStage<Outcome<Integer>>> all = new ArrayList<>(note(leader, 1));
    group.awaitBlocked(leader);
    all.addAll(note(leader, MANY));
    double chosen = group.value(leader, Measure.CHOSEN);
    List<Double> writes = writes();

    group.machine(leader).passBelow(plug + 1);

    for (String id : group.ids()) {
      group.awaitBlocked(id);
      group.awaitChosen(id, chosen + MANY);
    }
    group.ids().forEach(id -> all.addAll(note(id, 10)));
    group.awaitTimeouts(TIMEOUTS);
    for (int i = 0; i < writes.size(); i++) {
      assertThat(writes().get(i)).isGreaterThan(writes.get(i));
    }
    assertThat(group.leaderChanges()).isEqualTo(changes);
    assertThat(all.subList(1, all.size())).noneMatch(GatedGroup::isDone);

    group.machines().forEach(Gated::passAll);
    assertOnce(plug, all);
  }

  @Test
  void aLeaderLeadsThoughItsMachineIsBlocked() {
    othersGoOn(true);
  }

  @Test
  void theOthersGoOnThoughAFollowersMachineIsBlocked() {
    othersGoOn(false);
  }

  /** By far more than the blocked one's learner keeps for its replica. */
  private static void othersGoOn(boolean blockTheLeader) {
    String leader = group.cluster.awaitLeader();
    String follower =
        group.ids().stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
    String blocked = blockTheLeader ? leader : follower;
    double changes = group.leaderChanges();
    int first = unused;
    group.machine(blocked).passBelow(first);
    List<CompletionStage<Outcome<Integer>>> own = new ArrayList<>(note(blocked, 1));
    group.awaitBlocked(blocked);
    double chosen = group.value(blocked, Measure.CHOSEN);
    double writes = group.value(blocked, Measure.ACCEPTOR_WRITE);
    own.addAll(note(blocked, 10));

    List<CompletionStage<Outcome<Integer>>> all = new ArrayList<>(own);
    for (String id : group.ids()) {
      if (!id.equals(blocked)) {
        var outcomes = note(id, MANY);
        assertCommitted(outcomes);
        all.addAll(outcomes);
      }
    }

    // It votes, and learns what it can't apply.
    group.awaitChosen(blocked, chosen + 2 * MANY);
    assertThat(group.value(blocked, Measure.ACCEPTOR_WRITE)).isGreaterThan(writes);
    assertThat(group.value(blocked, Measure.LAG)).isGreaterThanOrEqualTo(2 * MANY);
    group.awaitTimeouts(TIMEOUTS);
    assertThat(group.leaderChanges()).isEqualTo(changes);
    assertThat(own).noneMatch(GatedGroup::isDone);

    group.machine(blocked).passAll();
    assertOnce(first, all);
  }

  private static List<CompletionStage<Outcome<Integer>>> note(String id, int count) {
    unused += count;
    return group.note(id, unused - count, count);
  }

  private static List<Double> writes() {
    return group.ids().stream().map(id -> group.value(id, Measure.ACCEPTOR_WRITE)).toList();
  }

  private static void assertOnce(int first, List<CompletionStage<Outcome<Integer>>> all) {
    assertCommitted(all);
    group.assertHold(first, IntStream.range(first, first + all.size()).boxed().toList());
  }
}
