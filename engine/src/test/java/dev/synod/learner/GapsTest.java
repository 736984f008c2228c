package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.learner.Scene.LEADERS;
import static dev.synod.learner.Scene.OWN;
import static dev.synod.learner.Scene.accepted;
import static dev.synod.learner.Scene.applied;
import static dev.synod.learner.Scene.chosen;
import static dev.synod.learner.Scene.held;
import static dev.synod.learner.Scene.leader;
import static dev.synod.learner.Scene.page;
import static dev.synod.learner.Scene.proposed;
import static dev.synod.learner.Scene.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Driver;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.ReplicaNotice.Deliver;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is missing is asked for until it is there (rule P3), in bounded memory. */
class GapsTest {
  private final Driver<LearnerState, LearnerMessage, LearnerNotice> learner = Scene.follower();

  @Test
  void aGapIsAskedForAgainAndOfSomebodyElse() {
    learner.hear(N2, chosen(LEADERS, 3)).after(1);
    List<MemberId> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      learner.after(100);
      assertThat(learner.said(CatchUp.class)).containsExactly(new CatchUp(1));
      asked.addAll(learner.receivers(CatchUp.class));
    }

    assertThat(asked).contains(N2, N3).doesNotContain(N1);
  }

  /** A page's successor is asked for at once; the announced end ends the chain. */
  @Test
  void pagesAreAskedForOneAfterTheOther() {
    learner.hear(N2, chosen(LEADERS, 4)).after(1).after(100);
    learner.hear(N2, page(1, 2));
    assertThat(learner.said(CatchUp.class)).containsExactly(new CatchUp(3));

    learner.hear(N2, page(3, 4));
    assertThat(learner.said(CatchUp.class)).isEmpty();
    assertThat(learner.said(Deliver.class)).containsExactly(Scene.deliver(3, 4));
  }

  /** Else every page that the network doubles would begin a chain of its own. */
  @Test
  void aDoubledPageBringsNoSecondQuestion() {
    learner.hear(N2, chosen(LEADERS, 9)).after(1).after(100).hear(N2, page(1, 2));
    assertThat(learner.said(CatchUp.class)).hasSize(1);

    assertThat(learner.hear(N2, page(1, 2)).said(CatchUp.class)).isEmpty();
  }

  @Test
  void anEmptyAnswerIsNoReasonToAskAtOnce() {
    learner.hear(N2, chosen(LEADERS, 3)).after(1).after(100);

    assertThat(learner.hear(N2, new CatchUpPage(1, List.of(), 0, 0)).said()).isEmpty();
    assertThat(learner.after(99).said()).isEmpty();
    assertThat(learner.after(1).said(CatchUp.class)).containsExactly(new CatchUp(1));
  }

  @Test
  void theOwnJournalIsReplayedAsTheReplicaHasRoom() {
    learner.told(Scene.held(10)).after(100);
    assertThat(learner.said(CatchUp.class)).containsExactly(new CatchUp(1));
    assertThat(learner.receivers(CatchUp.class)).containsExactly(N1);

    learner.hear(N1, page(1, 6));
    assertThat(learner.said(Deliver.class)).containsExactly(Scene.deliver(1, Scene.AHEAD, 10));
    assertThat(learner.said(CatchUp.class)).isEmpty();
    assertThat(learner.told(Scene.applied(2)).said(Deliver.class))
        .containsExactly(Scene.deliver(5, 6, 10));
    assertThat(learner.told(Scene.applied(6)).said(CatchUp.class)).containsExactly(new CatchUp(7));
    learner.hear(N1, page(7, 10));
    assertThat(learner.said(Deliver.class)).containsExactly(Scene.deliver(7, 10));
  }

  /** The replica stands still: memory does not grow, and nothing is lost for later. */
  @Test
  void aSlowReplicaBoundsWhatIsHeldAndGetsEverythingLater() {
    for (long slot = 1; slot <= 100; slot++) {
      learner.told(Scene.voted(LEADERS, slot, slot)).hear(N2, chosen(LEADERS, slot));
      learner.told(Scene.held(slot));
      assertThat(learner.state().window().chosen().size()).isLessThanOrEqualTo(2 * Scene.AHEAD);
      assertThat(learner.state().window().votes().size()).isLessThanOrEqualTo(Scene.AHEAD);
    }

    long delivered = Scene.AHEAD;
    for (int step = 0; delivered < 100 && step < 200; step++) {
      learner.told(Scene.applied(delivered));
      for (Deliver deliver : learner.said(Deliver.class)) {
        delivered += deliver.values().size();
      }
      for (CatchUp question : learner.said(CatchUp.class)) {
        learner.hear(N1, page(question.from(), Math.min(100, question.from() + 2)));
        for (Deliver deliver : learner.said(Deliver.class)) {
          assertThat(deliver.first()).isEqualTo(delivered + 1);
          delivered += deliver.values().size();
        }
      }
      learner.after(100);
      for (CatchUp question : learner.said(CatchUp.class)) {
        learner.hear(N1, page(question.from(), Math.min(100, question.from() + 2)));
        for (Deliver deliver : learner.said(Deliver.class)) {
          delivered += deliver.values().size();
        }
      }
    }

    assertThat(delivered).isEqualTo(100);
  }

  /** No vote of the own journal proves slot 1: it gets the value from memory, not from peers. */
  @Test
  void aJournalThatStaysBehindIsGivenWhatIsStillInMemory() {
    learner.hear(N2, page(1, 2)).told(Scene.applied(2));
    learner.after(100);
    for (int i = 0; i < 9; i++) {
      assertThat(learner.after(100).said(Learned.class)).isEmpty();
    }

    assertThat(learner.after(100).said(Learned.class))
        .containsExactly(new Learned(1, Scene.values(1, 2)));
    learner.told(Scene.held(2));
    assertThat(learner.state().window().chosen()).isEmpty();
  }

  @Test
  void whoLacksNothingAsksNothing() {
    learner.told(Scene.voted(LEADERS, 1, 1)).hear(N2, chosen(LEADERS, 1));
    learner.told(Scene.held(1)).told(Scene.applied(1)).after(100);

    for (int i = 0; i < 50; i++) {
      assertThat(learner.after(100).said()).isEmpty();
    }
  }

  /** A mark waits for the next write: that is no reason to ask, however long nothing went on. */
  @Test
  void aJournalThatLagsForAMomentAfterALongSilenceIsLeftAlone() {
    for (int i = 0; i < 50; i++) {
      learner.after(100);
    }
    learner.told(Scene.voted(LEADERS, 1, 1)).hear(N2, chosen(LEADERS, 1));

    assertThat(learner.after(100).said(CatchUp.class)).isEmpty();
    assertThat(learner.said(Learned.class)).isEmpty();
  }

  /**
   * L5: each journal has its own hole. That the replica waits for a slot which no journal reaches
   * yet must not keep this one from being filled, out of memory or by those that have the value.
   */
  @Test
  void aHoleInTheJournalIsFilledWhileTheReplicaWaitsForSomethingElse() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = leader(1, 0);
    for (long slot = 1; slot <= 60; slot++) {
      leader.told(proposed(slot)).hear(N2, accepted(OWN, slot)).hear(N3, accepted(OWN, slot));
      if (slot <= 3) {
        leader.told(held(slot));
      }
      if (slot <= 10) {
        leader.told(applied(slot));
      }
    }
    leader.told(applied(14));

    List<Learned> stored = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      leader.after(100);
      stored.addAll(leader.said(Learned.class));
      for (CatchUp question : leader.said(CatchUp.class)) {
        List<Value> page = question.from() <= 9 ? values(question.from(), 9) : List.of();
        leader.hear(N2, new CatchUpPage(question.from(), page, 9, 0));
      }
    }

    assertThat(stored).extracting(Learned::first).contains(4L);
  }
}
