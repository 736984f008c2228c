package dev.synod.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The callers' futures that a turn of an actor has ended. They are completed as one task of the
 * dispatcher, never by the actor itself, which a callback must not hold up.
 */
public final class Completions {
  private final List<Runnable> ended = new ArrayList<>();

  /** This future ends with this value. */
  public <T> void complete(CompletableFuture<T> future, T value) {
    ended.add(() -> future.complete(value));
  }

  /** This future fails with this. */
  public void fail(CompletableFuture<?> future, Throwable failure) {
    ended.add(() -> future.completeExceptionally(failure));
  }

  /** At the end of a turn: lets callers know, by the actor's dispatcher. */
  public void release(Executor dispatcher) {
    if (!ended.isEmpty()) {
      List<Runnable> turn = List.copyOf(ended);
      ended.clear();
      dispatcher.execute(() -> turn.forEach(Runnable::run));
    }
  }

  /** Lets them know at once: the actor has stopped, and its dispatcher may stop next. */
  public void releaseNow() {
    ended.forEach(Runnable::run);
    ended.clear();
  }
}
