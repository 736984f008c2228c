package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;

/**
 * Pekko's own journal in memory keeps all that does not need a memory beyond the actor system, nor
 * a serializer.
 */
class InmemJournalContractTest extends JournalSetting
    implements ReplayCases, DeletionCases, WritingCases, PayloadCases {
  @Override
  public String journalPlugin() {
    return "pekko.persistence.journal.inmem";
  }

  @Override
  Config settings(Path dir) {
    return ConfigFactory.parseString("pekko.persistence.journal.inmem.replay-filter.mode = fail");
  }
}
