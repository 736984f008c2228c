package dev.synod.replica;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.SnapshotOperation;
import org.apache.pekko.persistence.testkit.WriteSnapshot;

/** A snapshot store that takes its time until it is released. */
final class HeldStore implements ProcessingPolicy<SnapshotOperation> {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @Override
  public ProcessingResult tryProcess(String persistenceId, SnapshotOperation operation) {
    if (operation instanceof WriteSnapshot) {
      reached.countDown();
      await(released);
    }
    return ProcessingSuccess.getInstance();
  }

  /** Returns when a snapshot is being saved. */
  void awaitSave() {
    await(reached);
  }

  void release() {
    released.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("no snapshot came, or one was never released");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
