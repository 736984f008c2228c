package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;

/** This module's journal where LevelDB has no native library. */
class PureJavaLeveldbJournalContractTest extends LeveldbJournalContractTest {
  @Override
  Config settings(Path dir) {
    return ConfigFactory.parseString("synod.persistence.leveldb.native = off")
        .withFallback(super.settings(dir));
  }
}
