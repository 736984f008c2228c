package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken journal is noticed by the case that is there for it. */
class JournalContractTeethTest {
  @TempDir private Path dir;

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            BrokenJournals.IgnoresTheLimit.class,
            JournalContract::everyWindowIsCutWhereItsBoundsSay),
        fault(
            BrokenJournals.ReplaysBackwards.class,
            JournalContract::everyEventIsReplayedAsItWasWrittenAndInOrder),
        fault(
            BrokenJournals.KeepsWhatIsDeleted.class,
            JournalContract::deletedEventsAreNotReplayedUpToAndWithTheBound),
        fault(
            BrokenJournals.DeletesWhatIsYetToCome.class,
            JournalContract::aDeletionBeyondTheEndTakesAllThatIsThereAndNothingWrittenLater),
        fault(
            BrokenJournals.TakesTheLastEventForTheHighest.class,
            JournalContract::theHighestSequenceNumberOutlivesDeletionAndRestart),
        fault(BrokenJournals.LosesMetadata.class, JournalContract::anEventKeepsItsMetadata),
        fault(
            BrokenJournals.TakesTagsForAPartOfTheEvent.class,
            JournalContract::anEventThatIsTaggedComesBackAsTheEvent),
        fault(
            BrokenJournals.StoresHalfOfWhatItRejects.class,
            JournalContract::nothingOfAnAtomicWriteIsStoredIfItsLastEventIsRejected),
        fault(
            BrokenJournals.FailsInsteadOfRejecting.class,
            JournalContract
                ::anEventThatCanNotBeSerializedIsRejectedInItsPlaceAndTheOthersAreStored),
        fault(
            BrokenJournals.StoresLate.class,
            JournalContract::aReplayAskedForBehindUnconfirmedWritesSeesThem),
        fault(
            BrokenJournals.MixesUpIds.class,
            JournalContract::noActorGetsTheEventsOfOneWithASimilarId),
        fault(
            BrokenJournals.ForgetsAtARestart.class,
            JournalContract::whatWasConfirmedIsThereAfterARestart));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aBrokenJournalFailsItsCase(
      Class<? extends ReferenceJournal> journal, Consumer<JournalContract> kept) {
    JournalContract contract = new Bound(journal);
    contract.open(dir);
    try {
      contract.listen();

      assertThatThrownBy(() -> kept.accept(contract)).isInstanceOf(AssertionError.class);
    } finally {
      contract.close();
      ReferenceJournal.forget();
    }
  }

  private static Arguments fault(
      Class<? extends ReferenceJournal> journal, Consumer<JournalContract> kept) {
    return arguments(journal, kept);
  }

  private static final class Bound extends JournalContract {
    private final Class<? extends ReferenceJournal> journal;

    Bound(Class<? extends ReferenceJournal> journal) {
      this.journal = journal;
    }

    @Override
    public String journalPlugin() {
      return ReferenceJournal.ID;
    }

    @Override
    Config settings(Path dir) {
      return ReferenceJournal.settings(journal, dir);
    }
  }
}
