package dev.synod.persistence.bench;

import dev.synod.persistence.store.Figures;
import dev.synod.persistence.store.Store;
import dev.synod.persistence.store.StoreOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The store without Pekko: each id writes again as soon as it is answered. */
final class Core implements AutoCloseable {
  private final Store store;
  private int round;

  Core(Path dir) {
    store = Store.open(StoreOptions.at(dir.resolve("core")));
  }

  /** Writes for {@link Load#TIME}; an event counts once it is synced. */
  Speed measure(Load load) throws Exception {
    round++;
    Figures before = store.figures();
    Clocks clocks = new Clocks();
    List<Id> ids =
        IntStream.range(0, load.ids())
            .mapToObj(id -> new Id("round-%d-id-%d".formatted(round, id), load))
            .toList();
    ids.forEach(Id::write);
    Histogram nanos = new Histogram(3);
    for (Id id : ids) {
      nanos.add(id.done.get(1, TimeUnit.MINUTES));
    }
    long batches = store.figures().written().syncs() - before.written().syncs();
    return Speed.of(load, nanos, clocks.seconds(), clocks.cpuSeconds())
        .sharing((double) nanos.getTotalCount() / batches);
  }

  private final class Id {
    private final String name;
    private final byte[] event;
    private final long end;
    private final Histogram nanos = new Histogram(3);
    private final CompletableFuture<Histogram> done = new CompletableFuture<>();
    private long sequence;

    Id(String name, Load load) {
      this.name = name;
      this.event = load.event();
      this.end = System.nanoTime() + Load.TIME.toNanos();
    }

    void write() {
      long start = System.nanoTime();
      CompletableFuture<Void> unused =
          store
              .append(name, ++sequence, List.of(ByteBuffer.wrap(event)))
              .whenComplete((stored, failure) -> onStored(start, failure));
    }

    private void onStored(long start, @Nullable Throwable failure) {
      long now = System.nanoTime();
      nanos.recordValue(now - start);
      if (failure != null) {
        done.completeExceptionally(failure);
      } else if (now < end) {
        write();
      } else {
        done.complete(nanos);
      }
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
