package dev.synod.persistence.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Requests that wait for the writer: bounded, in the order in which they came. */
final class RequestQueue {
  private final int mostRequests;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<Request<?>> waiting = new ArrayDeque<>();
  private long bytes;
  private int mostWaiting;
  private long mostHeld;
  private @Nullable StoreException ended;

  RequestQueue(int mostRequests, long mostBytes) {
    this.mostRequests = mostRequests;
    this.mostBytes = mostBytes;
  }

  /** Waits for room; once the queue has ended the request fails with the reason. */
  void put(Request<?> request) {
    offer(request, true, true);
  }

  /** As {@link #put}, but wakes nobody: whoever leaves it takes a turn soon. */
  void leave(Request<?> request) {
    offer(request, true, false);
  }

  /** As {@link #put}, but never waits: for the middle of a turn, when nobody makes room. */
  void follow(Request<?> request) {
    offer(request, false, true);
  }

  private void offer(Request<?> request, boolean patient, boolean wake) {
    StoreException reason;
    lock.lock();
    try {
      while (patient && ended == null && full(request)) {
        filled.signal();
        drained.awaitUninterruptibly();
      }
      reason = ended;
      if (reason == null) {
        waiting.add(request);
        bytes += request.weight();
        mostWaiting = Math.max(mostWaiting, waiting.size());
        mostHeld = Math.max(mostHeld, bytes);
        if (wake) {
          filled.signal();
        }
      }
    } finally {
      lock.unlock();
    }
    if (reason != null) {
      request.fail(reason.again());
    }
  }

  private boolean full(Request<?> request) {
    return !waiting.isEmpty()
        && (waiting.size() >= mostRequests || bytes + request.weight() > mostBytes);
  }

  /** Has the writer's own thread take what waits, if anything does. */
  void wake() {
    lock.lock();
    try {
      if (!waiting.isEmpty()) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a request does; false once the queue has ended and is empty. */
  boolean await() {
    lock.lock();
    try {
      while (waiting.isEmpty() && ended == null) {
        filled.awaitUninterruptibly();
      }
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The next one, or null if none waits now. */
  @Nullable Request<?> poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Request<?> next() {
    Request<?> request = waiting.poll();
    if (request != null) {
      bytes -= request.weight();
      drained.signalAll();
    }
    return request;
  }

  /** From now on nothing is taken in; what waits can still be taken out. */
  void end(StoreException reason) {
    lock.lock();
    try {
      if (ended == null) {
        ended = reason;
      }
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes all out that waits. */
  List<Request<?>> clear() {
    lock.lock();
    try {
      List<Request<?>> all = new ArrayList<>(waiting);
      waiting.clear();
      bytes = 0;
      drained.signalAll();
      return all;
    } finally {
      lock.unlock();
    }
  }

  Figures.Queue figures() {
    lock.lock();
    try {
      return new Figures.Queue(waiting.size(), bytes, mostWaiting, mostHeld);
    } finally {
      lock.unlock();
    }
  }
}
