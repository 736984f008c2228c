package dev.synod.shell;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls through a door that have no end yet. Whoever watches the actor behind the door calls
 * {@link #close()} once that has stopped: every call that is then open, also one whose request
 * reached a mailbox that nobody reads any more, is ended, and every later call at once. So no call
 * is left without an end. Safe for all threads.
 *
 * <p>Bounded (rule P4): the actor behind the door may be busy for long, and its mailbox takes
 * whatever comes.
 */
public final class OpenCalls {
  private final Map<Long, Runnable> open = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final int most;
  private volatile boolean closed;

  /** At most so many at a time. */
  public OpenCalls(int most) {
    this.most = most;
  }

  /** Whether nobody answers any more. */
  public boolean closed() {
    return closed;
  }

  /**
   * First noted, then told: a call is either told before the end, or ended here or by close.
   *
   * @param end completes the future in the way that fits a door that is closed
   * @param refuse completes it where as many calls are open as may be; nobody is told of it
   */
  public void begin(CompletableFuture<?> future, Runnable tell, Runnable end, Runnable refuse) {
    if (waiting.incrementAndGet() > most && !closed) {
      waiting.decrementAndGet();
      refuse.run();
      return;
    }
    long call = calls.incrementAndGet();
    open.put(call, end);
    var unused = future.whenComplete((result, failure) -> forget(call));
    if (closed) {
      end.run();
    } else {
      tell.run();
    }
  }

  private void forget(long call) {
    open.remove(call);
    waiting.decrementAndGet();
  }

  /**
   * Ends all calls that are open, in the order in which they came, and from now on every call at
   * once.
   */
  public void close() {
    closed = true;
    new TreeMap<>(open).values().forEach(Runnable::run);
  }
}
