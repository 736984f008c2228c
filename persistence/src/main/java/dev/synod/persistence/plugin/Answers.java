package dev.synod.persistence.plugin;

import dev.synod.persistence.store.Store;
import dev.synod.persistence.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.dispatch.Futures;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/** Turns what the store answers into what Pekko waits for. */
final class Answers {
  private Answers() {}

  /** The answer; a store that can't be opened is an answer, too: why. */
  static <T> Future<T> of(OpenStore open, Function<Store, CompletionStage<T>> question) {
    Promise<T> promise = Futures.promise();
    CompletionStage<T> answer;
    try {
      answer = question.apply(open.store());
    } catch (RuntimeException refused) {
      answer = CompletableFuture.failedFuture(refused);
    }
    answer.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            promise.success(value);
          } else {
            promise.failure(cause(failure));
          }
        });
    return promise.future();
  }

  /** Whether a write was rejected, as a value; any other trouble stays a failure. */
  static CompletableFuture<Optional<Exception>> rejection(CompletableFuture<Void> write) {
    return write.handle((stored, failure) -> rejection(failure));
  }

  private static Optional<Exception> rejection(@Nullable Throwable failure) {
    if (failure == null) {
      return Optional.empty();
    }
    Throwable cause = cause(failure);
    if (cause instanceof StoreException rejected
        && rejected.kind() == StoreException.Kind.REJECTED) {
      return Optional.of(rejected);
    }
    throw new CompletionException(cause);
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
