package dev.synod.testkit.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.commit.PaxosCommitEvent;
import dev.synod.commit.PaxosCommitMessage;
import dev.synod.testkit.commit.Twisted.Twist;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All interleavings of Paxos Commit with two participants, three acceptors, two leaders and one
 * crash. That no ballot is led more often than said is the only bound; the number of worlds is
 * asserted so that a rule that changes, or a search that misses some, is seen.
 */
class PaxosCommitInterleavingsTest {
  private static final Troupe TROUPE = new Troupe(2, 1);
  private static final int MOST = 20_000_000;

  private static Interleavings<PaxosCommitMessage, PaxosCommitEvent> search(
      boolean direct,
      List<Integer> rounds,
      Optional<Twist<PaxosCommitMessage, PaxosCommitEvent>> mistake) {
    Interleavings<PaxosCommitMessage, PaxosCommitEvent> all =
        new Interleavings<>(
                TROUPE.paxosCommit(direct),
                TROUPE.ofAcceptors(),
                new PaxosCommitPlayer(TROUPE, rounds, mistake),
                1)
            .explore(MOST);
    System.out.println(rounds + (direct ? " direct: " : ": ") + all);
    return all;
  }

  private static void requireAgreement(
      Interleavings<PaxosCommitMessage, PaxosCommitEvent> all, int worlds) {
    assertThat(all.disagreement()).isEmpty();
    assertThat(all.complete()).isTrue();
    assertThat(all.worlds()).isEqualTo(worlds);
  }

  /** The first leader leads two ballots, before and after its crash say; the second leads one. */
  @Test
  void allWorldsOfThreeBallotsAgree() {
    requireAgreement(search(false, List.of(2, 1), Optional.empty()), 553_815);
  }

  @Test
  void allWorldsOfThreeBallotsAgreeIfAcceptorsAnswerParticipants() {
    requireAgreement(search(true, List.of(2, 1), Optional.empty()), 606_868);
  }

  /** Half a minute. */
  @Test
  @Tag("nightly")
  void allWorldsOfFourBallotsAgree() {
    requireAgreement(search(false, List.of(2, 2), Optional.empty()), 3_465_668);
  }

  static Stream<Twist<PaxosCommitMessage, PaxosCommitEvent>> mistakes() {
    return Stream.of(
        new PaxosCommitMistakes.ForgetsItsVote(),
        new PaxosCommitMistakes.ForgetsItsDecrees(),
        new PaxosCommitMistakes.AbortsAll());
  }

  /** So the search does see what it is there for. */
  @ParameterizedTest
  @MethodSource("mistakes")
  void aWorldWithAMistakeDisagrees(Twist<PaxosCommitMessage, PaxosCommitEvent> mistake) {
    assertThat(search(false, List.of(0, 2), Optional.of(mistake)).disagreement()).isPresent();
  }
}
