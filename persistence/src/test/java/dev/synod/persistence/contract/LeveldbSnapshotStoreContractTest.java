package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;

/** This module's snapshot store. */
class LeveldbSnapshotStoreContractTest extends SnapshotStoreContract {
  @Override
  String snapshotPlugin() {
    return "synod.persistence.leveldb.snapshot-store";
  }

  @Override
  Config settings(Path dir) {
    return ConfigFactory.parseString(
        "synod.persistence.leveldb.dir = "
            + ConfigUtil.quoteString(dir.resolve("store").toString()));
  }
}
