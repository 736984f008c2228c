package dev.synod.acceptor;

import static dev.synod.acceptor.Given.N1;
import static dev.synod.acceptor.Given.N2;
import static dev.synod.acceptor.Given.accept;
import static dev.synod.acceptor.Given.ballot;
import static dev.synod.acceptor.Given.choose;
import static dev.synod.acceptor.Given.learned;
import static dev.synod.acceptor.Given.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.AcceptorMessage.CatchUp;
import dev.synod.protocol.AcceptorMessage.Confirm;
import dev.synod.protocol.AcceptorMessage.Prepare;
import dev.synod.protocol.AcceptorNotice.Choose;
import dev.synod.protocol.AcceptorNotice.Learned;
import dev.synod.protocol.Ballot;
import dev.synod.protocol.Value;
import dev.synod.settings.SynodSettings.AcceptorSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a write: bounded, in order, marks last. */
class PileTest {
  private static final int PAGE = 1024 * 1024;
  private static final int WRITE = 4 * PAGE;
  private static final Ballot BALLOT = ballot(1, N1);

  private final Pile pile =
      new Pile(new AcceptorSettings("journal", Duration.ofSeconds(1), PAGE, WRITE));

  /** Rule A5: dropping a message is always safe. */
  @Test
  void dropsRequestsAboveTheirNumber() {
    for (int slot = 0; slot < Pile.MAX_REQUESTS; slot++) {
      assertThat(pile.add(N1, new Confirm(BALLOT, slot))).isTrue();
    }

    assertThat(pile.add(N1, new Confirm(BALLOT, 0))).isFalse();
    assertThat(pile.add(new Learned(1, List.of(value("a"))))).isFalse();
    assertThat(pile.take()).hasSize(Pile.MAX_REQUESTS);
    assertThat(pile.add(N1, new Confirm(BALLOT, 0))).isTrue();
  }

  /** The answers of one turn are in memory at once. */
  @Test
  void dropsQuestionsWhoseAnswersWouldGoOverTheBytes() {
    long room = WRITE / PAGE;
    for (int i = 0; i < room; i++) {
      assertThat(pile.add(N1, i % 2 == 0 ? new CatchUp(1) : new Prepare(BALLOT, 1))).isTrue();
    }

    assertThat(pile.add(N1, new CatchUp(1))).isFalse();
    assertThat(pile.add(N1, new Prepare(BALLOT, 1))).isFalse();
    assertThat(pile.add(N1, new Confirm(BALLOT, 1))).isTrue();
  }

  @Test
  void dropsRequestsAboveTheirBytesButTakesOneOfAnySize() {
    Value huge = new Value.Commands(1, ByteString.copyFrom(new byte[WRITE]));

    assertThat(pile.add(N1, new Accept(BALLOT, 1, huge, 0))).isTrue();
    assertThat(pile.add(N1, new Accept(BALLOT, 2, value("b"), 0))).isFalse();
    assertThat(pile.take()).hasSize(1);
    assertThat(pile.add(new Learned(1, List.of(value("a"))))).isTrue();
    assertThat(pile.add(N1, new Accept(BALLOT, 1, huge, 0))).isFalse();
  }

  @Test
  void marksComeAfterTheVotesTheyMayMeanAndOnlyTheLatestPerBallot() {
    Ballot other = ballot(2, N2);
    pile.add(new Choose(BALLOT, 3, false));
    pile.add(new Choose(BALLOT, 5, false));
    pile.add(new Choose(BALLOT, 4, false));
    pile.add(new Choose(other, 6, false));
    pile.add(N1, new Accept(BALLOT, 5, value("e"), 0));
    pile.add(new Learned(1, List.of(value("a"))));

    assertThat(pile.take())
        .containsExactly(
            accept(BALLOT, 5, "e"), learned(1, "a"), choose(BALLOT, 5), choose(other, 6));
    assertThat(pile.hasMarks()).isFalse();
  }

  @Test
  void marksWaitForAWriteOrAFlush() {
    pile.add(N1, new Accept(BALLOT, 3, value("c"), 0));
    assertThat(pile.take()).hasSize(1);

    pile.add(new Choose(BALLOT, 3, false));
    pile.add(N2, new Confirm(BALLOT, 1));

    assertThat(pile.take()).containsExactly(Given.from(N2, new Confirm(BALLOT, 1)));
    assertThat(pile.isPressing()).isFalse();
    assertThat(pile.takeAll()).containsExactly(choose(BALLOT, 3));
  }

  @Test
  void marksAreBoundedByForgettingTheLowestBallot() {
    for (int round = 1; round <= 100; round++) {
      pile.add(new Choose(ballot(round, N1), 1, false));
    }

    assertThat(pile.takeAll()).hasSize(16).doesNotContain(choose(BALLOT, 1));
  }
}
