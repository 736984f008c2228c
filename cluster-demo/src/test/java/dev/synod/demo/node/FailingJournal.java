package dev.synod.demo.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;

/** A disk that fails when it is told to; until then it takes everything and remembers nothing. */
public final class FailingJournal extends AsyncWriteJournal {
  private static volatile boolean failing;

  /** For Pekko. */
  public FailingJournal() {}

  static void fail(boolean now) {
    failing = now;
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    if (failing) {
      return Futures.failed(new IOException("No space left on device"));
    }
    List<Optional<Exception>> written = new ArrayList<>();
    writes.forEach(write -> written.add(Optional.empty()));
    return Futures.successful(written);
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    return Futures.failed(new UnsupportedOperationException("nothing is deleted"));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replay) {
    return Futures.successful(null);
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return Futures.successful(0L);
  }
}
