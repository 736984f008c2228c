package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * This module's journal. Pekko's, which is behind it, stores what stands before a rejected event of
 * the same atomic write, though the actor is told that nothing was stored. Each override shows one
 * case that this breaks, and fails as soon as the case is kept: then it goes.
 */
class LeveldbJournalContractTest extends JournalContract {
  @Override
  public String journalPlugin() {
    return "synod.persistence.leveldb.journal";
  }

  @Override
  Config settings(Path dir) {
    return ConfigFactory.parseString(
        "synod.persistence.leveldb.dir = " + ConfigUtil.quoteString(dir.toString()));
  }

  @Override
  @Test
  public void nothingOfAnAtomicWriteIsStoredIfAMiddleEventIsRejected() {
    breaks(
        super::nothingOfAnAtomicWriteIsStoredIfAMiddleEventIsRejected, "[1L, 2L, 3L, 4L, 5L, 6L]");
  }

  @Override
  @Test
  public void nothingOfAnAtomicWriteIsStoredIfItsLastEventIsRejected() {
    breaks(
        super::nothingOfAnAtomicWriteIsStoredIfItsLastEventIsRejected,
        "[1L, 2L, 3L, 4L, 5L, 6L, 7L]");
  }

  @Override
  @Test
  public void atomicWritesAroundARejectedOneAreStoredWhole() {
    breaks(
        super::atomicWritesAroundARejectedOneAreStoredWhole,
        "[1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 11L, 12L]");
  }

  @Override
  @Test
  public void aRejectionBringsBackNothingThatWasDeleted() {
    breaks(super::aRejectionBringsBackNothingThatWasDeleted, "highest=6");
  }

  @Override
  @Test
  public void aRejectedAtomicWriteIsAbsentAfterARestart() {
    breaks(super::aRejectedAtomicWriteIsAbsentAfterARestart, "[1L, 2L, 3L, 4L, 5L, 6L]");
  }

  @Override
  @Test
  public void anActorWhoseEventsAreRejectedRecoversWithoutAnyOfThem() {
    breaks(super::anActorWhoseEventsAreRejectedRecoversWithoutAnyOfThem, "a.b.");
  }

  private static void breaks(ThrowingCallable kept, String seen) {
    assertThatThrownBy(kept).isInstanceOf(AssertionError.class).hasMessageContaining(seen);
  }
}
