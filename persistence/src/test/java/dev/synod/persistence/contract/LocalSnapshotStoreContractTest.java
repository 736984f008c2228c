package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Pekko's store of files: what there is as long as this module has none of its own. */
class LocalSnapshotStoreContractTest extends SnapshotStoreContract {
  @Override
  String snapshotPlugin() {
    return "pekko.persistence.snapshot-store.local";
  }

  @Override
  Config settings(Path dir) {
    return ConfigFactory.empty();
  }

  /** It has no place for metadata: a file's name is all that it knows of a snapshot. */
  @Override
  @Test
  public void aSnapshotKeepsItsMetadata() {
    assertThatThrownBy(super::aSnapshotKeepsItsMetadata)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("None");
  }
}
