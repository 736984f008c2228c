package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.LEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Cast;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.Effect;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Step;
import dev.synod.settings.SynodSettings.LearnerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

/** Who is asked for which slot, where memory has nothing of what is chosen (rule P3). */
class QuestionsTest {
  private static final long RESEND = 100;
  private static final Known TOLD_BY_N3 = new Known(LEADERS, 20, 20, N3);

  @Test
  void theReplicasNextValueComesFromTheOwnJournalAsFarAsThatReaches() {
    assertThat(asked(3, window(10, 11))).containsExactly(ask(N1, 11));
    assertThat(asked(3, window(10, 10))).containsExactly(ask(N3, 11));
    assertThat(asked(3, window(19, 19))).containsExactly(ask(N3, 20));
  }

  @Test
  void aJournalThatStaysBehindLearnsItsNextSlotFromOthers() {
    Window behind = window(20, 3);
    Gaps gaps = Gaps.none(room(3));

    List<Effect> asked = new ArrayList<>();
    for (long now = 0; now <= 11 * RESEND; now += RESEND) {
      Step<Gaps> step = gaps.onTick(behind, TOLD_BY_N3, now);
      gaps = step.state();
      asked.addAll(step.effects());
    }

    assertThat(asked).isNotEmpty().allMatch(List.of(ask(N2, 4), ask(N3, 4))::contains);
  }

  /** Whoever announced it has it; but it may be down, and so may any other. */
  @Test
  void everySecondQuestionGoesToWhoAnnouncedItTheOthersToAllInTurn() {
    Window nothingHeard = Window.after(0).holding(0);
    Gaps gaps = Gaps.none(room(3));

    List<Effect> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Step<Gaps> step = gaps.onTick(nothingHeard, TOLD_BY_N3, i * RESEND);
      gaps = step.state();
      asked.addAll(step.effects());
    }

    assertThat(asked)
        .containsExactly(ask(N3, 1), ask(N2, 1), ask(N3, 1), ask(N3, 1), ask(N3, 1), ask(N2, 1));
  }

  /** Others may have cleared what the own journal still holds, and would lend a snapshot. */
  @Test
  void nobodyIsAskedBeforeTheOwnJournalIsReplayed() {
    Window starting = new Window(10, 10, 0, 20, TreePMap.empty(), TreePMap.empty(), false, false);

    assertThat(asked(3, starting)).isEmpty();
    assertThat(asked(3, starting.holding(15))).containsExactly(ask(N1, 11));
    assertThat(asked(3, starting.holding(0))).containsExactly(ask(N3, 11));
  }

  @Test
  void whoHasNoPeersAsksItself() {
    assertThat(asked(1, window(10, 10))).containsExactly(ask(N1, 11));
  }

  private static List<Effect> asked(int members, Window window) {
    return Gaps.none(room(members)).onTick(window, TOLD_BY_N3, 0).effects();
  }

  /** All is chosen through slot 20, and nothing of it in memory. */
  private static Window window(long delivered, long held) {
    return new Window(
        delivered, delivered, held, 20, TreePMap.empty(), TreePMap.empty(), false, true);
  }

  private static Room room(int members) {
    return Room.of(
        N1,
        Cast.members(members),
        new LearnerSettings(
            Duration.ofMillis(RESEND),
            Duration.ZERO,
            Scene.AHEAD,
            Scene.READS,
            Scene.TAIL,
            Scene.TAIL_BYTES));
  }

  private static Effect ask(MemberId whom, long slot) {
    return new Effect.Send(whom, new CatchUp(slot));
  }
}
