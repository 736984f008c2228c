package dev.synod.testkit.journal;

import dev.synod.testkit.junit.ActorSystems;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test of a persistent actor that the README shows. */
class DiaryTest {
  private static final FaultyJournal JOURNAL = FaultyJournal.create();

  @RegisterExtension
  static final ActorSystems ACTORS = ActorSystems.perClass().config(JOURNAL.config());

  @Test
  void aLineThatWasNotSyncedIsGoneAfterAPowerFailure() {
    TestProbe<String> replies = ACTORS.testKit().createTestProbe();
    var diary = ACTORS.testKit().spawn(Diary.create("diary"));
    JOURNAL.of("diary").failNextSync();

    diary.tell(new Diary.Write("It rained.", replies.ref()));
    replies.expectTerminated(diary);
    JOURNAL.powerFailure();

    ACTORS.testKit().spawn(Diary.create("diary")).tell(new Diary.Read(replies.ref()));
    replies.expectMessage("");
  }
}
