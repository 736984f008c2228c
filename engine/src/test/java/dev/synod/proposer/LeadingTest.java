package dev.synod.proposer;

import static dev.synod.Cast.N1;
import static dev.synod.Cast.N2;
import static dev.synod.Cast.N3;
import static dev.synod.Cast.ballot;
import static dev.synod.Cast.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synod.Cast;
import dev.synod.Driver;
import dev.synod.WorldValues;
import dev.synod.protocol.AcceptorMessage.Accept;
import dev.synod.protocol.ElectorNotice.Stuck;
import dev.synod.protocol.LearnerNotice.Proposed;
import dev.synod.protocol.ProposerMessage;
import dev.synod.protocol.ProposerNotice;
import dev.synod.protocol.ProposerNotice.Campaign;
import dev.synod.protocol.ProposerNotice.Progress;
import dev.synod.protocol.ProposerNotice.SlotsChosen;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Phase 2: slots, batches, the window (rules L4, P4), and time in the log. */
class LeadingTest {

  private static List<Long> numbers(SlotVote proposal) {
    return WorldValues.commands(List.of(proposal.value()));
  }

  private static SlotsChosen chosen(Long... slots) {
    return new SlotsChosen(Scene.own(), List.of(slots), 0);
  }

  @Test
  void aCommandGetsTheNextSlotAndGoesToEveryVoterAndTheCountingLearner() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.leading().hear(N2, Scene.submit(1, 1));

    SlotVote proposal = Scene.proposals(leader).get(0);
    assertThat(proposal.slot()).isEqualTo(1);
    assertThat(proposal.ballot()).isEqualTo(Scene.own());
    assertThat(leader.receivers(Accept.class)).containsExactly(N2, N3, N1);
    assertThat(leader.said(Proposed.class)).containsExactly(new Proposed(proposal, 0, List.of(N2)));
  }

  /** Rule L6: repeating does not make a proposal younger; what is chosen is no matter. */
  @Test
  void whoseProposalIsNotChosenForTooLongSaysSo() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.leading().hear(N2, Scene.submit(1, 1)).after(2000).hear(N2, Scene.submit(2, 2));
    assertThat(leader.after(999).said(Stuck.class)).isEmpty();
    assertThat(leader.after(1).said(Stuck.class)).containsExactly(new Stuck(Scene.own()));

    leader.told(chosen(1L));

    assertThat(leader.after(1999).said(Stuck.class)).isEmpty();
    assertThat(leader.after(1).said(Stuck.class)).hasSize(1);
    assertThat(leader.told(chosen(2L)).after(10_000).said(Stuck.class)).isEmpty();
  }

  /** Rule R4: a read waits for a slot that only another ballot has been to. */
  @Test
  void aLogThatIsTooShortIsFilledUpAsFarAsTheWindowGoes() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.leading().hear(N2, new ProposerMessage.Reach(2));
    assertThat(Scene.proposals(leader))
        .extracting(SlotVote::slot, SlotVote::value)
        .containsExactly(tuple(1L, Value.NO_OP), tuple(2L, Value.NO_OP));

    assertThat(leader.hear(N2, new ProposerMessage.Reach(2)).said()).isEmpty();
    leader.hear(N2, new ProposerMessage.Reach(1 << 20));
    assertThat(Scene.proposals(leader)).extracting(SlotVote::slot).containsExactly(3L, 4L);
    leader.told(chosen(1L, 2L, 3L, 4L));
    assertThat(Scene.proposals(leader)).extracting(SlotVote::slot).containsExactly(5L, 6L);
    leader.told(chosen(5L, 6L));
    assertThat(leader.said(Proposed.class)).isEmpty();
    assertThat(leader.hear(N2, new ProposerMessage.Reach(Long.MAX_VALUE)).said()).isEmpty();
  }

  /** While the window is full, commands gather for one batch. */
  @Test
  void whatArrivesWhileTheWindowIsFullSharesASlot() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.lead(Scene.idle(3, 2, 100 * Scene.COMMAND));
    leader.hear(N2, Scene.submit(1, 1)).hear(N2, Scene.submit(2, 2));
    assertThat(Scene.proposals(leader)).extracting(SlotVote::slot).containsExactly(2L);

    for (long number = 3; number <= 9; number++) {
      assertThat(leader.hear(N2, Scene.submit(number, number)).said()).isEmpty();
    }
    leader.told(chosen(2L));

    assertThat(Scene.proposals(leader)).hasSize(1);
    assertThat(Scene.proposals(leader).get(0).slot()).isEqualTo(3);
    assertThat(numbers(Scene.proposals(leader).get(0))).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(leader.told(chosen(1L)).said()).isEmpty();
  }

  /** Others learn from it what is chosen; the learner, whom it must tell itself. */
  @Test
  void aProposalSaysWhatIsChosenAndForWhomItIs() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.lead(Scene.idle(3, 1, 100 * Scene.COMMAND));
    leader.hear(N2, Scene.submit(1, 1));
    leader.hear(N3, Scene.submit(2, 2)).hear(N2, Scene.submit(3, 3)).hear(N3, Scene.submit(4, 4));

    leader.told(new SlotsChosen(Scene.own(), List.of(1L), 1));

    assertThat(leader.said(Accept.class)).extracting(Accept::chosenThrough).containsOnly(1L);
    assertThat(leader.said(Proposed.class))
        .extracting(Proposed::chosenThrough, Proposed::waiting)
        .containsExactly(tuple(1L, List.of(N2, N3)));
    assertThat(leader.after(250).said(Accept.class))
        .extracting(Accept::slot, Accept::chosenThrough)
        .containsOnly(tuple(2L, 1L));
  }

  @Test
  void aBatchIsCutToItsBound() {
    for (int bound : List.of(3 * Scene.COMMAND, 4 * Scene.COMMAND - 1)) {
      Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
          Scene.lead(Scene.idle(3, 3, bound));

      leader.hear(N2, Scene.submit(1, 8));

      assertThat(Scene.proposals(leader))
          .extracting(LeadingTest::numbers)
          .containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L), List.of(7L, 8L));
    }
  }

  @Test
  void aCommandAboveTheBoundOfABatchGoesAlone() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.lead(Scene.idle(3, 4, Scene.COMMAND - 1));

    leader.hear(N2, Scene.submit(1, 2));

    assertThat(Scene.proposals(leader)).extracting(LeadingTest::numbers).hasSize(2);
  }

  /** P4: a full queue drops the newest, and goes on with those that fit. */
  @Test
  void theQueueIsBounded() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.lead(Scene.idle(3, 1, 10_000_000));
    leader.hear(N2, Scene.submit(1, 1)).hear(N2, Scene.submit(2, 5000));
    Pipeline full = ((Leading) leader.state()).pipeline();
    assertThat(full.waitingBytes()).isLessThanOrEqualTo(1000L * Scene.COMMAND);
    assertThat(full.waiting()).hasSizeBetween(900, 1000);

    leader.told(chosen(1L));

    assertThat(numbers(Scene.proposals(leader).get(0)))
        .isEqualTo(LongStream.rangeClosed(2, full.waiting().size() + 1L).boxed().toList());
    Pipeline empty = ((Leading) leader.state()).pipeline();
    assertThat(empty.waitingBytes()).isZero();
    assertThat(empty.waiting()).isEmpty();
  }

  /** P4: the bound is what may wait, not what may not. */
  @Test
  void theQueueIsFilledToItsLastByte() {
    for (int bound : List.of(3 * Scene.COMMAND, 4 * Scene.COMMAND - 1)) {
      Pipeline queue =
          Pipeline.startingWith(1, List.of()).queueing(N2, Scene.submit(1, 8).commands(), bound);

      assertThat(queue.waiting())
          .extracting(Pipeline.Queued::command)
          .isEqualTo(Scene.submit(1, 3).commands());
      assertThat(queue.waitingBytes()).isEqualTo(3L * Scene.COMMAND);
    }
  }

  @Test
  void aBatchMayHoldTensOfThousandsOfCommands() {
    Pipeline queue =
        Pipeline.startingWith(1, List.of())
            .queueing(N2, Scene.submit(1, 50_000).commands(), Long.MAX_VALUE);

    Pipeline.Taken taken = queue.take((int) (49_999L * Scene.COMMAND));

    assertThat(taken.commands().size() + taken.rest().waiting().size()).isEqualTo(50_000);
    assertThat(taken.rest().waiting()).isNotEmpty();
  }

  /** L4: what phase 1 found goes first, in slot order, and no more at once than the window. */
  @Test
  void recoveredValuesGoFirstAndKeepToTheWindow() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.idle(3, 2, 1000).told(new Campaign(ballot(4, N3))).hear(N1, Scene.nothing(1));
    List<SlotVote> votes =
        LongStream.rangeClosed(1, 5).mapToObj(s -> vote(s, ballot(1, N2), "v" + s)).toList();
    leader.hear(N2, Scene.page(1, 0, List.of(), votes, 0));
    assertThat(Scene.proposals(leader))
        .containsExactly(vote(1, Scene.own(), "v1"), vote(2, Scene.own(), "v2"));

    assertThat(leader.hear(N2, Scene.submit(1, 1)).said()).isEmpty();
    leader.told(chosen(1L, 2L));
    assertThat(Scene.proposals(leader))
        .containsExactly(vote(3, Scene.own(), "v3"), vote(4, Scene.own(), "v4"));
    leader.told(chosen(4L));
    assertThat(Scene.proposals(leader)).containsExactly(vote(5, Scene.own(), "v5"));
    leader.told(chosen(3L));

    assertThat(Scene.proposals(leader)).extracting(SlotVote::slot).containsExactly(6L);
    assertThat(numbers(Scene.proposals(leader).get(0))).containsExactly(1L);
  }

  @Test
  void whatIsOpenIsSentAgainAndNothingElse() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.leading().hear(N2, Scene.submit(1, 1));
    leader.after(100);
    leader.hear(N2, Scene.submit(2, 2));

    assertThat(Scene.proposals(leader.after(149))).isEmpty();
    assertThat(Scene.proposals(leader.after(1))).extracting(SlotVote::slot).containsExactly(1L);
    assertThat(leader.receivers(Accept.class)).containsExactly(N2, N3, N1);
    assertThat(Scene.proposals(leader.after(100))).extracting(SlotVote::slot).containsExactly(2L);
    leader.told(chosen(1L, 2L));
    assertThat(leader.after(10_000).said()).isEmpty();
  }

  @Test
  void slotsChosenTwiceOpenTheWindowOnce() {
    Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
        Scene.lead(Scene.idle(3, 1, Scene.COMMAND));
    leader.hear(N2, Scene.submit(1, 9)).told(chosen(1L)).told(chosen(1L));

    assertThat(leader.said()).isEmpty();
    assertThat(((Leading) leader.state()).pipeline().open().keySet()).containsExactly(2L);
  }

  /** Log time goes on from the highest that was recovered, and never back. */
  @Test
  void logTimeGoesOnFromTheHighestRecovered() {
    for (long journal : List.of(0L, 500L, 1500L)) {
      for (long reported : List.of(0L, 1000L)) {
        Driver<ProposerState, ProposerMessage, ProposerNotice> leader =
            Scene.idle().after(7).told(new Progress(2, journal)).told(new Campaign(ballot(4, N3)));
        SlotVote report = new SlotVote(3, ballot(1, N2), Cast.value("v", reported));
        leader.hear(N1, Scene.nothing(3)).hear(N2, Scene.page(3, 0, List.of(), List.of(report), 0));
        leader.after(20);

        leader.hear(N2, Scene.submit(1, 1));
        assertThat(Scene.proposals(leader).get(0).value().logTime())
            .isEqualTo(Math.max(journal, reported) + 20);
        leader.after(5);
        leader.hear(N2, Scene.submit(2, 2));
        assertThat(Scene.proposals(leader).get(0).value().logTime())
            .isEqualTo(Math.max(journal, reported) + 25);
      }
    }
  }

  @Test
  void commandsForWhoDoesNotLeadAreDropped() {
    for (Driver<ProposerState, ProposerMessage, ProposerNotice> other :
        List.of(Scene.idle(), Scene.campaigning())) {
      ProposerState before = other.state();

      assertThat(other.hear(N2, Scene.submit(1, 1)).state()).isEqualTo(before);
      assertThat(other.said()).isEmpty();
    }
  }
}
