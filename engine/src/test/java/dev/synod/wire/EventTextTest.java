package dev.synod.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.acceptor.AcceptorEvent;
import dev.synod.acceptor.Cut;
import dev.synod.membership.FounderEvent;
import dev.synod.protocol.Batch;
import dev.synod.protocol.SlotVote;
import dev.synod.protocol.Value;
import dev.synod.register.RegisterEvent;
import dev.synod.transaction.TransactionEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever looks into a journal reads ballots, slots and commands. */
class EventTextTest {
  private final EventText text =
      new EventText(
          (serializer, manifest, bytes) -> serializer + " " + manifest + " " + bytes.length);

  @Test
  void aWriteOfAnAcceptorTellsPromiseVotesAndWhatWasLearned() {
    Value batch = new CommandCodec().encode(new Batch(Samples.COMMANDS), 5);
    AcceptorEvent event =
        new AcceptorEvent.Recorded(
            Samples.GROUP,
            Samples.N1,
            Samples.DISK,
            23,
            1,
            Samples.BALLOT,
            16,
            List.of(new SlotVote(17, Samples.BALLOT, batch), Samples.HOLE),
            15,
            List.of(Value.NO_OP, Value.NO_OP),
            new Cut(12, 0, 20, Optional.empty()));

    assertThat(text.of(event))
        .hasValue(
            "recorded 23: promised 1.300.n1, chosen through 16;"
                + " truncated to slot 12, events through 20 may be deleted;"
                + " slot 17 voted under 1.300.n1: [session 7 #1000 -42 dev.bank.Überweisung 3,"
                + " open a session for a client of n2, keep session 8,"
                + " open a session for the member itself of n1];"
                + " slot 18 voted under 2.1.n2: no-op;"
                + " slot 15 learned: no-op; slot 16 learned: no-op");
  }

  @Test
  void aBatchThatCannotBeReadDoesNotHideTheRest() {
    AcceptorEvent event =
        new AcceptorEvent.Recorded(
            Samples.GROUP,
            Samples.N1,
            Samples.DISK,
            1,
            1,
            Samples.BALLOT,
            0,
            List.of(Samples.VOTE),
            0,
            List.of(),
            Cut.NONE);

    assertThat(text.of(event).orElseThrow())
        .contains("slot 17 voted under 1.300.n1: a batch of 6 bytes that can't be read (");
  }

  @Test
  void aFounderTellsItsDiskAndItsMembers() {
    assertThat(text.of(new FounderEvent.Formatted(Samples.GROUP, Samples.N1, Samples.DISK)))
        .hasValue("formatted: member n1 of group bank, incarnation " + Samples.DISK);
    assertThat(text.of(new FounderEvent.StoredFounding(Samples.FOUNDING)))
        .hasValue("agreed to be founded: epoch 1, members n1@10.0.0.1:25520, n2@[::1]:25521");
    assertThat(text.of(new FounderEvent.FoundedWith(Samples.FOUNDING)).orElseThrow())
        .startsWith("founded: epoch 1, members n1@");
  }

  @Test
  void everyEventOfTheEngineHasAText() {
    assertThat(Samples.EVENTS).allMatch(event -> text.of(event).isPresent());
    assertThat(Samples.REGISTERS)
        .filteredOn(RegisterEvent.class::isInstance)
        .extracting(event -> text.of(event).orElseThrow())
        .containsExactly(
            "promised 2.1.n2; has not voted",
            "promised 2.1.n2; voted under 1.300.n1: -42 dev.bank.Überweisung 3,"
                + " made by [1.300.n1, 2.1.n2]",
            "may use rounds through 1001");
    assertThat(text.of("somebody else's")).isEmpty();
  }

  @Test
  void whatTransactionsRememberHasAText() {
    assertThat(TransactionSamples.all())
        .filteredOn(TransactionEvent.class::isInstance)
        .extracting(event -> text.of(event).orElseThrow())
        .satisfiesExactly(
            whole ->
                assertThat(whole)
                    .startsWith(
                        "all that is known: purses:n1:17: [Prepared[participants=[participant.n1,")
                    .endsWith(
                        "; purses:n1:17: the participant is done with it; forgotten of n1 all through 18"
                            + " but [3, 17]; begun 17 with [n1, n2]; ended 17"),
            part -> assertThat(part).isEqualTo("purses:n1:17: the participant is done with it"));
  }
}
