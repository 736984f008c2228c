package dev.synod.testkit.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation on its way: the handle by which its client reports the outcome, once.
 *
 * <p>An invocation that never reports counts as unknown, which is always safe. A second report is
 * refused with {@link IllegalStateException}: it would silently rewrite what was seen.
 */
public final class Invocation<I, O> {

  private enum Fate {
    OPEN,
    COMPLETE,
    UNKNOWN,
    NOT_DONE
  }

  private final History<I, O> history;
  private final String client;
  private final I input;
  private final long start;
  private Fate fate = Fate.OPEN;
  private @Nullable Operation<I, O> completed;

  Invocation(History<I, O> history, String client, I input, long start) {
    this.history = history;
    this.client = client;
    this.input = input;
    this.start = start;
  }

  /** The client saw this output, now. */
  public void complete(O output) {
    settle(Fate.COMPLETE);
    completed = Operation.known(client, input, output, start, history.nextStamp());
  }

  /** The client gave up: the operation may take effect at any time from its start on, or never. */
  public void unknown() {
    settle(Fate.UNKNOWN);
  }

  /** The operation surely never took effect and never will: it leaves the history. */
  public void surelyNotDone() {
    settle(Fate.NOT_DONE);
  }

  private void settle(Fate now) {
    if (fate != Fate.OPEN) {
      throw new IllegalStateException(
          "%s by %s already ended as %s: report an outcome once".formatted(input, client, fate));
    }
    fate = now;
  }

  Optional<Operation<I, O>> operation() {
    if (fate == Fate.NOT_DONE) {
      return Optional.empty();
    }
    Operation<I, O> seen = completed;
    return Optional.of(seen == null ? Operation.unknown(client, input, start) : seen);
  }
}
