package dev.synod.demo.bench;

import dev.synod.api.ConsensusGroup;
import dev.synod.demo.bench.Cell.Closed;
import dev.synod.demo.bench.Cell.Open;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does one task after the other, and says when the window begins and ends. */
final class Client {
  private static final int FILLING = 256;
  private static final long PAUSE_MILLIS = 5;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "bench-timer");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicReference<@Nullable FailOver> failOver = new AtomicReference<>();
  private final Semaphore enough = new Semaphore(0);
  private final ConsensusGroup group;
  private final Duration patience;
  private final Consumer<String> say;
  private int filledWith;

  /**
   * A client of the group.
   *
   * @param patience every call has ended after this
   */
  Client(ConsensusGroup group, Duration patience, Consumer<String> say) {
    this.group = group;
    this.patience = patience;
    this.say = say;
  }

  /** The load of the task that is under way may end. */
  void stop() {
    enough.release();
  }

  /** Kills a process while a task is under way. */
  void kill(long pid) {
    Optional.ofNullable(failOver.get()).ifPresent(watch -> watch.kill(pid));
  }

  /** Loads the group; returns once every operation has ended. */
  Figures run(Task task) throws InterruptedException {
    Requests requests = new Requests(group, task);
    fill(task, requests);
    FailOver watch = new FailOver(requests, timer);
    failOver.set(watch);
    long now = System.nanoTime();
    long begin = now + TimeUnit.MILLISECONDS.toNanos(task.warmUpMillis());
    Window window = new Window(begin, begin + TimeUnit.MILLISECONDS.toNanos(task.millis()));
    Recording recording = new Recording(window, task.load());
    Traffic traffic = new Traffic(requests, recording, watch);
    Loop loop = loop(task, traffic, now, window);
    loop.start();
    sleepUntil(window.begin());
    say.accept(Words.BEGIN);
    sleepUntil(window.end());
    say.accept(Words.END);
    enough.acquire();
    loop.stop();
    long lost = drain(traffic);
    watch.giveUp();
    return figures(recording.figures(), lost, loop.unsent(), watch);
  }

  private Loop loop(Task task, Traffic traffic, long now, Window window) {
    if (task.load() instanceof Closed closed) {
      return new ClosedLoop(traffic, timer, closed.outstanding());
    }
    double rate = ((Open) task.load()).perSecond();
    return new OpenLoop(traffic, new Timetable(now, rate), window.end());
  }

  private static Figures figures(Figures recorded, long lost, long unsent, FailOver watch) {
    double errors = recorded.get(Figure.ERRORS).orElse(0) + lost + unsent;
    double unknown = recorded.get(Figure.UNKNOWN).orElse(0) + lost;
    Figures figures = recorded.with(Figure.ERRORS, errors).with(Figure.UNKNOWN, unknown);
    Figures all = unsent > 0 ? figures.with(Figure.UNSENT, unsent) : figures;
    return watch.millis().isPresent()
        ? all.with(Figure.FAIL_OVER, watch.millis().getAsDouble())
        : all;
  }

  /** A read of a key that is not there would be too cheap. */
  private void fill(Task task, Requests requests) throws InterruptedException {
    if (!task.mode().reads() || filledWith == task.valueBytes()) {
      return;
    }
    Semaphore free = new Semaphore(FILLING);
    AtomicInteger failed = new AtomicInteger();
    for (int key = 0; key < task.keys(); key++) {
      free.acquire();
      var unused =
          requests
              .put(key, (long) key << Integer.SIZE)
              .thenAccept(
                  answer -> {
                    failed.addAndGet(answer == Answer.DONE ? 0 : 1);
                    free.release();
                  });
    }
    free.acquire(FILLING);
    if (failed.get() > 0) {
      throw new BenchFailedException(
          "%d of %d keys could not be written before they were to be read"
              .formatted(failed.get(), task.keys()));
    }
    filledWith = task.valueBytes();
  }

  /** Waits for all ends; gives back how many there were not. */
  private long drain(Traffic traffic) throws InterruptedException {
    long begin = System.nanoTime();
    while (traffic.open() > 0 && System.nanoTime() - begin < patience.toNanos()) {
      Thread.sleep(PAUSE_MILLIS);
    }
    return traffic.open();
  }

  private static void sleepUntil(long moment) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(moment - System.nanoTime());
  }
}
