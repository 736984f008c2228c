package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.typesafe.config.Config;
import dev.synod.persistence.contract.BrokenSnapshotStores.ConfirmsWhatItCanNotSave;
import dev.synod.persistence.contract.BrokenSnapshotStores.DeletesWhateverTheTime;
import dev.synod.persistence.contract.BrokenSnapshotStores.ForgetsAtARestart;
import dev.synod.persistence.contract.BrokenSnapshotStores.IgnoresTheLowerBoundOfADeletion;
import dev.synod.persistence.contract.BrokenSnapshotStores.IgnoresTheTime;
import dev.synod.persistence.contract.BrokenSnapshotStores.KeepsTheFirstOfANumber;
import dev.synod.persistence.contract.BrokenSnapshotStores.KeepsWhatIsDeleted;
import dev.synod.persistence.contract.BrokenSnapshotStores.LoadsWhatWasSavedLast;
import dev.synod.persistence.contract.BrokenSnapshotStores.LosesMetadata;
import dev.synod.persistence.contract.BrokenSnapshotStores.MixesUpIds;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken snapshot store is noticed by the case that is there for it. */
class SnapshotStoreContractTeethTest {
  @TempDir private Path dir;

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(IgnoresTheTime.class, SnapshotStoreContract::criteriaMayBoundTheTime),
        fault(IgnoresTheTime.class, SnapshotStoreContract::everyBoundAdmitsWhatItSays),
        fault(
            IgnoresTheLowerBoundOfADeletion.class,
            SnapshotStoreContract::lowerBoundsKeepWhatIsBelowThem),
        fault(
            LoadsWhatWasSavedLast.class,
            SnapshotStoreContract::theNewestHasTheHighestNumberAndWasNotNecessarilySavedLast),
        fault(
            KeepsWhatIsDeleted.class,
            SnapshotStoreContract::oneSnapshotIsDeletedByItsNumberWhateverItsTime),
        fault(
            DeletesWhateverTheTime.class,
            SnapshotStoreContract::aSnapshotOfAnotherTimeIsNotDeleted),
        fault(
            KeepsTheFirstOfANumber.class,
            SnapshotStoreContract::aSnapshotReplacesTheOneWithTheSameNumber),
        fault(LosesMetadata.class, SnapshotStoreContract::aSnapshotKeepsItsMetadata),
        fault(
            ConfirmsWhatItCanNotSave.class,
            SnapshotStoreContract::whatCanNotBeSerializedFailsItsOwnSaveAndNothingElse),
        fault(MixesUpIds.class, SnapshotStoreContract::noActorGetsTheSnapshotOfOneWithASimilarId),
        fault(
            ForgetsAtARestart.class,
            SnapshotStoreContract::whatWasSavedIsThereAfterARestartWithItsMetadata));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aBrokenStoreFailsItsCase(
      Class<? extends ReferenceSnapshotStore> store, Consumer<SnapshotStoreContract> kept) {
    SnapshotStoreContract contract = new Bound(store);
    contract.open(dir);
    try {
      contract.listen();

      assertThatThrownBy(() -> kept.accept(contract)).isInstanceOf(AssertionError.class);
    } finally {
      contract.close();
      ReferenceSnapshotStore.forget();
    }
  }

  private static Arguments fault(
      Class<? extends ReferenceSnapshotStore> store, Consumer<SnapshotStoreContract> kept) {
    return arguments(store, kept);
  }

  private static final class Bound extends SnapshotStoreContract {
    private final Class<? extends ReferenceSnapshotStore> store;

    Bound(Class<? extends ReferenceSnapshotStore> store) {
      this.store = store;
    }

    @Override
    String snapshotPlugin() {
      return ReferenceSnapshotStore.ID;
    }

    @Override
    Config settings(Path dir) {
      return ReferenceSnapshotStore.settings(store, dir);
    }
  }
}
