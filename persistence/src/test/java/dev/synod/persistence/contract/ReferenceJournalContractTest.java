package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import java.nio.file.Path;

/** The contract can be kept, in full. */
class ReferenceJournalContractTest extends JournalContract {
  @Override
  public String journalPlugin() {
    return ReferenceJournal.ID;
  }

  @Override
  Config settings(Path dir) {
    return ReferenceJournal.settings(ReferenceJournal.class, dir);
  }
}
