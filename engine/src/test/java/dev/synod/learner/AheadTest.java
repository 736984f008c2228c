package dev.synod.learner;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.learner.Scene.AHEAD;
import static dev.synod.learner.Scene.LEADERS;
import static dev.synod.learner.Scene.OWN;
import static dev.synod.learner.Scene.accepted;
import static dev.synod.learner.Scene.chosen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.Driver;
import dev.synod.protocol.LearnerMessage;
import dev.synod.protocol.LearnerNotice;
import dev.synod.protocol.ReplicaNotice.Deliver;
import org.junit.jupiter.api.Test;

/** Rule P4: a replica that applies nothing, for ever, is given no more than the bound. */
class AheadTest {
  private static final long MANY = 500;

  private int given;

  @Test
  void aFollowersReplicaThatIsStuckHoldsNoMoreThanTheBound() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> follower = Scene.follower();
    for (long slot = 1; slot <= MANY; slot++) {
      look(follower.told(Scene.voted(LEADERS, slot, slot)));
      look(follower.hear(N2, chosen(LEADERS, slot)));
      look(follower.told(Scene.held(slot)));
    }
    assertThat(given).isEqualTo(AHEAD);
    assertThat(follower.state().window().through()).isEqualTo(MANY);
  }

  @Test
  void aLeadersReplicaThatIsStuckHoldsNoMoreThanTheBound() {
    Driver<LearnerState, LearnerMessage, LearnerNotice> leader = Scene.leader(1, 0);
    for (long slot = 1; slot <= MANY; slot++) {
      look(leader.told(Scene.proposed(slot)));
      look(leader.hear(N1, accepted(OWN, slot)));
      look(leader.hear(N2, accepted(OWN, slot)));
      look(leader.told(Scene.held(slot)));
    }
    assertThat(given).isEqualTo(AHEAD);
    assertThat(leader.state().window().through()).isEqualTo(MANY);
  }

  private void look(Driver<LearnerState, LearnerMessage, LearnerNotice> learner) {
    given += learner.said(Deliver.class).stream().mapToInt(some -> some.values().size()).sum();
    assertThat(given).isLessThanOrEqualTo(AHEAD);
    Window window = learner.state().window();
    assertThat(window.chosen()).hasSizeLessThanOrEqualTo(2 * AHEAD);
    assertThat(window.votes()).hasSizeLessThanOrEqualTo(AHEAD);
  }
}
