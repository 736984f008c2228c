package dev.synod.testkit.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.commit.CrashMatrix.Row;
import dev.synod.testkit.commit.CrashMatrix.State;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who waits, who agrees and who does not, whenever the coordinator stops. */
class CoordinatorCrashMatrixTest {
  private static final List<Row> ROWS = CrashMatrix.rows(2);

  private static List<Row> rows(Predicate<Row> which) {
    List<Row> some = ROWS.stream().filter(which).toList();
    assertThat(some).isNotEmpty();
    return some;
  }

  private static Predicate<Row> of(Protocol protocol) {
    return row -> row.protocol() == protocol;
  }

  @Test
  void isPrinted() {
    String table = CrashMatrix.table(ROWS);
    System.out.println(table);

    assertThat(table.lines()).hasSizeGreaterThan(40);
  }

  @Test
  void twoPhaseCommitBlocksAndNeverDisagrees() {
    assertThat(rows(of(Protocol.TWO_PHASE)))
        .extracting(Row::without)
        .contains(Verdict.BLOCKED, Verdict.COMMITTED, Verdict.ABORTED)
        .doesNotContain(Verdict.DISAGREEMENT);
  }

  /** Rule T9, and no other reason: somebody has voted to commit and was told nothing. */
  @Test
  void twoPhaseCommitBlocksWhereSomebodyHasVotedAndWasNotTold() {
    List<Row> agreed =
        rows(
            of(Protocol.TWO_PHASE)
                .and(row -> row.participants().equals(List.of(State.YES, State.YES))));

    assertThat(agreed)
        .filteredOn(row -> !row.split())
        .extracting(Row::without)
        .containsExactly(
            Verdict.UNTOUCHED,
            Verdict.BLOCKED,
            Verdict.BLOCKED,
            Verdict.BLOCKED,
            Verdict.BLOCKED,
            Verdict.COMMITTED);
  }

  @Test
  void allGoOnWhenTheCoordinatorReturns() {
    assertThat(rows(of(Protocol.THREE_PHASE).negate()))
        .extracting(Row::returned)
        .doesNotContain(Verdict.BLOCKED, Verdict.DISAGREEMENT)
        .contains(Verdict.COMMITTED, Verdict.ABORTED);
  }

  @Test
  void threePhaseCommitNeitherBlocksNorDisagreesWhileTheNetworkIsWhole() {
    assertThat(rows(of(Protocol.THREE_PHASE).and(row -> !row.split())))
        .filteredOn(row -> bad(row.without()) || (bad(row.returned()) && !allGone(row)))
        .isEmpty();
  }

  /** Nobody was there all the time, so nobody knows what the others may have done. */
  @Test
  void threePhaseCommitBlocksAfterAllWereGone() {
    assertThat(rows(of(Protocol.THREE_PHASE).and(CoordinatorCrashMatrixTest::allGone)))
        .extracting(Row::returned)
        .contains(Verdict.BLOCKED);
  }

  private static boolean allGone(Row row) {
    return row.participants().stream().allMatch(state -> state == State.GONE);
  }

  private static boolean bad(Verdict verdict) {
    return verdict == Verdict.BLOCKED || verdict == Verdict.DISAGREEMENT;
  }

  @Test
  void threePhaseCommitDisagreesAfterASplit() {
    assertThat(rows(of(Protocol.THREE_PHASE).and(Row::split)))
        .extracting(Row::without)
        .contains(Verdict.DISAGREEMENT);
  }

  /** Rules K2, K3, K5. */
  @Test
  void paxosCommitNeitherBlocksNorDisagrees() {
    assertThat(rows(row -> row.protocol().hasAcceptors()))
        .filteredOn(row -> bad(row.without()) || bad(row.returned()))
        .isEmpty();
  }

  @Test
  void nobodyCommitsWhatOneVotedAgainst() {
    assertThat(rows(row -> row.participants().contains(State.NO)))
        .extracting(Row::returned)
        .doesNotContain(Verdict.COMMITTED);
  }

  @Test
  void whatIsDecidedWithoutItIsStillSoAfterItsReturn() {
    assertThat(rows(row -> row.without() == Verdict.COMMITTED || row.without() == Verdict.ABORTED))
        .filteredOn(row -> row.returned() != row.without())
        .isEmpty();
  }
}
