package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

/** The contract can be kept, in full. */
class ReferenceSnapshotStoreContractTest extends SnapshotStoreContract {
  @Override
  String snapshotPlugin() {
    return ReferenceSnapshotStore.ID;
  }

  @Override
  Config settings(Path dir) {
    return ReferenceSnapshotStore.settings(ReferenceSnapshotStore.class, dir);
  }

  @AfterAll
  void forget() {
    ReferenceSnapshotStore.forget();
  }
}
