package dev.synod.shell;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls through a door that have no end yet. Whoever watches the actor behind the door calls
 * {@link #close()} once that has stopped: every call that is then open, also one whose request
 * reached a mailbox that nobody reads any more, is ended, and every later call at once. So no call
 * is left without an end. Safe for all threads.
 */
public final class OpenCalls {
  private final Map<Long, Runnable> open = new ConcurrentSkipListMap<>();
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean closed;

  /** Whether nobody answers any more. */
  public boolean closed() {
    return closed;
  }

  /**
   * First noted, then told: a call is either told before the end, or ended here or by close.
   *
   * @param end completes the future in the way that fits a door that is closed
   */
  public void begin(CompletableFuture<?> future, Runnable tell, Runnable end) {
    long call = calls.incrementAndGet();
    open.put(call, end);
    var unused = future.whenComplete((result, failure) -> open.remove(call));
    if (closed) {
      end.run();
    } else {
      tell.run();
    }
  }

  /**
   * Ends all calls that are open, in the order in which they came, and from now on every call at
   * once.
   */
  public void close() {
    closed = true;
    open.values().forEach(Runnable::run);
  }
}
