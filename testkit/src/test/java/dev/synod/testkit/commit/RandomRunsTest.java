package dev.synod.testkit.commit;

import static dev.synod.testkit.commit.Troupe.COORDINATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.MemberId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to letters and nodes: nobody disagrees, and all decide once it is over. */
class RandomRunsTest {
  private static final int SEEDS = Math.max(2_000, Integer.getInteger("synod.seeds", 0));
  private static final Troupe TROUPE = new Troupe(3, 1);
  private static final List<MemberId> ALL = TROUPE.ofParticipants();

  /** The verdicts of all seeds; that of each bad one is told with its seed. */
  private static Map<Verdict, Integer> verdicts(LongFunction<Verdict> run, List<Verdict> bad) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    LongStream.range(0, SEEDS)
        .forEach(
            seed -> {
              Verdict verdict = run.apply(seed);
              assertThat(verdict).as("seed %d", seed).isNotIn(bad);
              counts.merge(verdict, 1, Integer::sum);
            });
    System.out.println(counts);
    return counts;
  }

  private static void requireBoth(Map<Verdict, Integer> counts) {
    assertThat(counts.getOrDefault(Verdict.COMMITTED, 0)).isGreaterThan(SEEDS / 20);
    assertThat(counts.getOrDefault(Verdict.ABORTED, 0)).isGreaterThan(SEEDS / 20);
  }

  @Test
  void twoPhaseCommitNeverDisagrees() {
    requireBoth(
        verdicts(
            seed ->
                new RandomRun<>(seed, TROUPE.twoPhase(), ALL).storm(COORDINATOR).calm(List.of()),
            List.of(Verdict.DISAGREEMENT, Verdict.BLOCKED)));
  }

  @Test
  void threePhaseCommitNeverDisagreesIfNodesOnlyCrash() {
    requireBoth(
        verdicts(
            seed ->
                new RandomRun<>(seed, TROUPE.threePhase(), ALL)
                    .crashes(COORDINATOR)
                    .calm(List.of()),
            List.of(Verdict.DISAGREEMENT)));
  }

  /** It decides with any majority of the acceptors, and any leader. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void paxosCommitNeverDisagreesAndAlwaysDecides(boolean direct) {
    requireBoth(
        verdicts(
            seed ->
                new RandomRun<>(seed, TROUPE.paxosCommit(direct), ALL)
                    .storm(TROUPE.ofLeaders().get(0))
                    .calm(
                        List.of(
                            TROUPE.ofAcceptors().get((int) (seed % 3)),
                            TROUPE.ofLeaders().get((int) (seed % 2)))),
            List.of(Verdict.DISAGREEMENT, Verdict.BLOCKED)));
  }
}
