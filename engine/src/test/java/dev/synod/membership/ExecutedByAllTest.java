package dev.synod.membership;

import static dev.synod.membership.Group.after;
import static dev.synod.membership.Group.as;
import static dev.synod.membership.Group.fresh;
import static dev.synod.membership.Group.id;
import static dev.synod.membership.Group.members;
import static dev.synod.membership.Group.voter;
import static dev.synod.membership.Group.voters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.MemberKind;
import dev.synod.protocol.RegistrarMessage.Report;
import dev.synod.protocol.RegistrarNotice.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all members have executed is cleared from memory, and nothing else (G1). */
class ExecutedByAllTest {
  private final RegistrarScene scene = RegistrarScene.lending(voters(3));

  /** The classic example: executed 4, 4, 3. */
  @Test
  void clearsThroughTheMinimum() {
    executed(2, 4);
    executed(3, 3);

    assertThat(scene.clearsAt(500)).containsExactly(3L);
  }

  /** What is known to be chosen, or only held, may still be asked for. */
  @Test
  void theOwnMemberCounts() {
    executed(2, 9);
    executed(3, 9);
    scene.come(new Progress(9, 9, 2));

    assertThat(scene.clearsAt(500)).containsExactly(2L);
  }

  @Test
  void whoHasNotSaidAnythingMayLackEverything() {
    executed(2, 4);

    assertThat(scene.clearsAt(500)).isEmpty();
  }

  /** Its own journal leads it on from there. */
  @Test
  void theLastWordOfAMemberThatIsDownCounts() {
    executed(2, 4);
    executed(3, 3);

    assertThat(scene.clearsAt(1_000_000)).containsExactly(3L);
  }

  /** It begins with its snapshot, and has the rest in its journal. */
  @Test
  void aMemberThatWasRestartedDoesNotTakeItsWordBack() {
    executed(2, 4);
    executed(3, 3);
    executed(3, 1);

    assertThat(scene.clearsAt(500)).containsExactly(3L);
  }

  @Test
  void joinersAndObserversCount() {
    RegistrarScene four =
        RegistrarScene.lending(
            members(voter(1), voter(2), as(3, MemberKind.OBSERVER), as(4, MemberKind.JOINER)));
    four.hear(2, new Report(4, 4));
    four.hear(3, new Report(4, 3));
    assertThat(four.clearsAt(500)).isEmpty();

    four.hear(4, new Report(1, 1));

    assertThat(four.clearsAt(1000)).containsExactly(1L);
  }

  /** Another disk has none of what the lost one had. */
  @Test
  void aDiskThatIsReplacedHasSaidNothing() {
    executed(2, 4);
    executed(3, 4);

    scene.enter(after(voters(3), List.of(id(3)), fresh(3)));

    assertThat(scene.clearsAt(500)).isEmpty();
  }

  @Test
  void whoIsRemovedHoldsNothingBack() {
    executed(2, 4);

    scene.enter(after(voters(3), List.of(id(3))));

    assertThat(scene.clearsAt(500)).containsExactly(4L);
  }

  @Test
  void whoHasNoPartClearsNothing() {
    executed(2, 4);
    executed(3, 4);

    scene.enter(after(voters(3), List.of(id(1))));

    assertThat(scene.clearsAt(500)).isEmpty();
  }

  /** It could bring a disk that comes later up by its log alone. */
  @Test
  void whoKeepsNoSnapshotsClearsNothing() {
    RegistrarScene storeless = new RegistrarScene(voters(3));
    storeless.hear(2, new Report(5000, 5000));
    storeless.hear(3, new Report(5000, 5000));

    assertThat(storeless.clearsAt(500)).isEmpty();
  }

  private void executed(int member, long slot) {
    scene.hear(member, new Report(Math.max(4, slot), slot));
  }
}
