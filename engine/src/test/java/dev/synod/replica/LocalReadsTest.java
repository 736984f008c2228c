package dev.synod.replica;

import static dev.synod.replica.Given.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.ReadConsistency;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reads of what is there: they wait for nobody, ask nobody, and nothing keeps them out. */
class LocalReadsTest extends ReadsScene {
  @Test
  void theyAreAnsweredAtOnceWithoutALeaderAndBeforeAnySlot() {
    take(reads.leader(Optional.empty(), 0));

    submit(1, ReadConsistency.LOCAL, 0, 0);
    take(reads.ask(0));

    assertThat(ended).containsExactly(answered(1));
    assertThat(said).isEmpty();
    assertThat(reads.pending()).isZero();
  }

  @Test
  void theyAreAnsweredThoughAsManyOthersWaitAsMay() {
    for (int request = 1; request <= SETTINGS.client().outstanding(); request++) {
      submit(request, ReadConsistency.LINEARIZABLE, 0, 0);
    }

    submit(100, ReadConsistency.LOCAL, 0, 0);

    assertThat(ended).containsExactly(answered(100));
  }
}
