package dev.synod.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The notebook of a run: invocations and completions in the order in which they were reported.
 *
 * <p>Each report has a stamp above the one before, so the order of reports is the order of real
 * time. For one thread only, by contract: in a simulation everything runs in one thread, and
 * elsewhere the caller brings the reports in order. A client may have several operations open.
 */
public final class History<I, O> {

  private final List<Invocation<I, O>> invocations = new ArrayList<>();
  private final LongSupplier clock;
  private long last = -1;

  /** Stamps are 0, 1, 2 and so on. */
  public History() {
    this(() -> 0);
  }

  /**
   * Stamps are what this clock says, or just above the last one, whichever is more.
   *
   * @param clock at least 0
   */
  public History(LongSupplier clock) {
    this.clock = clock;
  }

  /** Notes that the client asks now; the outcome is reported to the handle. */
  public Invocation<I, O> invoke(String client, I input) {
    Objects.requireNonNull(client, "client");
    Invocation<I, O> invocation =
        new Invocation<>(this, client, Objects.requireNonNull(input, "input"), nextStamp());
    invocations.add(invocation);
    return invocation;
  }

  /**
   * What was noted up to now, by invocation. What is still open counts as unknown; what surely was
   * not done is absent.
   */
  public List<Operation<I, O>> operations() {
    return invocations.stream().map(Invocation::operation).flatMap(Optional::stream).toList();
  }

  long nextStamp() {
    last = Math.max(last + 1, clock.getAsLong());
    return last;
  }
}
