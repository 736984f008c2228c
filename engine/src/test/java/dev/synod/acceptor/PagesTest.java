package dev.synod.acceptor;

import static dev.synod.acceptor.Given.EMPTY;
import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.accept;
import static dev.synod.acceptor.Given.after;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.learned;
import static dev.synod.acceptor.Given.value;
import static dev.synod.acceptor.Given.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.LearnerMessage.CatchUpPage;
import dev.synod.protocol.ProposerMessage.Promise;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/** Rule L3: answers are cut to the size of a message, and the pages together are the whole. */
class PagesTest {
  private static final Ballot BALLOT = ballot(1, N1);
  private static final Ballot ASKING = ballot(2, N2);
  private static final int VALUE = value("a").size();
  private static final int VOTE = vote(1, BALLOT, "a").size();
  private static final AcceptorState STATE =
      after(
          EMPTY,
          learned(1, "a", "b", "c"),
          accept(BALLOT, 4, "d"),
          accept(BALLOT, 6, "f"),
          accept(BALLOT, 7, "g"));

  @Test
  void aPageThatIsCutWithinTheChosenPartHasNoVotes() {
    Promise page = page(1, 2 * VALUE);

    assertThat(page)
        .isEqualTo(new Promise(ASKING, 1, 3, List.of(value("a"), value("b")), List.of(), 3, 0));
  }

  @Test
  void votesFollowTheChosenPartWhereThereIsRoom() {
    Promise page = page(3, VALUE + 2 * VOTE);

    assertThat(page)
        .isEqualTo(
            new Promise(
                ASKING,
                3,
                3,
                List.of(value("c")),
                List.of(vote(4, BALLOT, "d"), vote(6, BALLOT, "f")),
                7,
                0));
  }

  @Test
  void aPageMayHoldTheChosenPartAloneAndGoOnAtTheFirstVote() {
    assertThat(page(1, 3 * VALUE))
        .isEqualTo(
            new Promise(
                ASKING, 1, 3, List.of(value("a"), value("b"), value("c")), List.of(), 4, 0));
  }

  @Test
  void oneEntryAlwaysFits() {
    assertThat(page(1, 1).chosen()).containsExactly(value("a"));
    assertThat(page(5, 1).votes()).containsExactly(vote(6, BALLOT, "f"));
    assertThat(Pages.catchUp(STATE, 2, 1)).isEqualTo(new CatchUpPage(2, List.of(value("b")), 3, 0));
  }

  @Test
  void thereIsNothingAboveTheLastVote() {
    assertThat(page(8, 1)).isEqualTo(new Promise(ASKING, 8, 3, List.of(), List.of(), 0, 0));
    assertThat(page(Long.MAX_VALUE, 1).next()).isZero();
  }

  /** Every size of page, from every slot: nothing twice, nothing lost, never an endless round. */
  @Test
  void thePagesTogetherAreTheWholeAnswer() {
    for (int size = 1; size <= 3 * VALUE + 3 * VOTE + 1; size++) {
      for (long from = 1; from <= 8; from++) {
        List<Value> chosen = new ArrayList<>();
        List<SlotVote> votes = new ArrayList<>();
        long next = from;
        int pages = 0;
        while (next > 0) {
          Promise page = page(next, size);
          chosen.addAll(page.chosen());
          votes.addAll(page.votes());
          next = page.next();
          pages++;
        }

        Promise whole = page(from, Integer.MAX_VALUE);
        assertThat(whole.next()).isZero();
        assertThat(chosen).isEqualTo(whole.chosen());
        assertThat(votes).isEqualTo(whole.votes());
        assertThat(pages).isLessThanOrEqualTo(6);
      }
    }
  }

  /** A log has millions of slots: neither a page nor a learned value may walk through them. */
  @Test
  void aLongLogCostsNoMoreThanAShortOne() {
    List<Value> values =
        IntStream.range(0, 100_000).mapToObj(slot -> value(Integer.toString(slot))).toList();
    AcceptorState state =
        new AcceptorState(
            Given.SELF,
            1,
            7,
            BALLOT,
            new ChosenLog(Cut.NONE, 0, TreePVector.from(values), 6, ChosenLog.Cleared.NOTHING),
            TreePMap.empty(),
            Retained.NONE);

    AcceptorState grown = state;
    for (int turn = 0; turn < 1000; turn++) {
      grown = after(grown, learned(grown.chosenThrough() + 1, "x", "y"));
    }

    assertThat(grown.chosenThrough()).isEqualTo(102_000);
    assertThat(Pages.catchUp(grown, 99_999, 1).values()).containsExactly(value("99998"));
  }

  private static Promise page(long from, int bytes) {
    return Pages.promise(STATE, new Prepare(ASKING, from), bytes);
  }
}
