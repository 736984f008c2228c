package dev.synod.persistence.contract;

import com.typesafe.config.Config;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

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

  @AfterAll
  void forget() {
    ReferenceJournal.forget();
  }
}
