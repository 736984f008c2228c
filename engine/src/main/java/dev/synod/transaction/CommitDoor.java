package dev.synod.transaction;

import dev.synod.api.Choice;
import dev.synod.api.CommitException;
import dev.synod.api.CommitException.Reason;
import dev.synod.api.CommitProtocol;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.Payload;
import dev.synod.shell.OpenCalls;
import dev.synod.shell.Payloads;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** Transactions as users of this node see them: turns calls into mail to its initiator. */
public final class CommitDoor<W> implements CommitProtocol<W>, AutoCloseable {
  /** Milliseconds in which the initiator tells by itself that the time is up. */
  private static final long GRACE = 2_000;

  private final Circle circle;
  private final ActorRef<TransactionMail> initiator;
  private final Payloads payloads;
  private final LongSupplier clock;
  private final Limits limits;
  private final OpenCalls calls;

  /**
   * What a call must keep to.
   *
   * @param timeout milliseconds until it ends
   * @param bytes of one participant's part, serialized
   * @param open transactions of this node that may be open
   */
  public record Limits(long timeout, int bytes, int open) {}

  /** A door to the initiator's actor. */
  public CommitDoor(
      Circle circle,
      ActorRef<TransactionMail> initiator,
      ActorSystem<?> system,
      LongSupplier clock,
      Limits limits) {
    this.circle = circle;
    this.initiator = initiator;
    this.payloads = new Payloads(system);
    this.clock = clock;
    this.limits = limits;
    this.calls = new OpenCalls(2 * limits.open());
  }

  @Override
  public CompletionStage<Choice> commit(Map<String, W> work) {
    Map<MemberId, Payload> parts;
    try {
      parts = written(work);
    } catch (CommitException refused) {
      return CompletableFuture.failedStage(refused);
    }
    CompletableFuture<Choice> result = new CompletableFuture<>();
    Initiator.Commit commit =
        new Initiator.Commit(parts, result, clock.getAsLong() + limits.timeout());
    calls.begin(
        result,
        () -> initiator.tell(commit),
        () -> result.completeExceptionally(stopped()),
        () -> result.completeExceptionally(overloaded()));
    CompletableFuture<Choice> outcome = new CompletableFuture<>();
    var unused =
        result
            .orTimeout(limits.timeout() + GRACE, TimeUnit.MILLISECONDS)
            .whenComplete((choice, failure) -> end(outcome, choice, failure));
    return outcome.minimalCompletionStage();
  }

  private static void end(
      CompletableFuture<Choice> outcome, Choice choice, @Nullable Throwable failure) {
    if (failure == null) {
      outcome.complete(choice);
    } else {
      outcome.completeExceptionally(failure instanceof CommitException told ? told : silent());
    }
  }

  private Map<MemberId, Payload> written(Map<String, W> work) {
    if (work.isEmpty()) {
      throw new CommitException(Reason.FAILED, "a transaction needs a participant at least");
    }
    Map<MemberId, Payload> parts = new TreeMap<>();
    work.forEach((member, part) -> parts.put(participant(member), written(member, part)));
    return parts;
  }

  private MemberId participant(String member) {
    return circle.members().stream()
        .filter(one -> one.value().equals(member))
        .findAny()
        .orElseThrow(
            () ->
                new CommitException(
                    Reason.FAILED,
                    "there is no participant '%s' in '%s'; there are %s"
                        .formatted(member, circle.name(), circle.members())));
  }

  private Payload written(String member, W part) {
    Payload payload;
    try {
      payload = payloads.write(part);
    } catch (Exception | LinkageError unwritable) {
      throw new CommitException(
          Reason.FAILED,
          "the part of '%s' can't be written: %s".formatted(member, unwritable),
          unwritable);
    }
    if (payload.size() > limits.bytes()) {
      throw new CommitException(
          Reason.TOO_LARGE,
          "the part of '%s' takes %d B, more than synod.client.command = %d; nothing is done"
              .formatted(member, payload.size(), limits.bytes()));
    }
    return payload;
  }

  private static CommitException silent() {
    return new CommitException(
        Reason.UNKNOWN, "the initiator does not answer: its disk hangs, or this node is too busy");
  }

  private CommitException overloaded() {
    return new CommitException(
        Reason.OVERLOADED, "%d calls are open; try again later".formatted(2 * limits.open()));
  }

  private CommitException stopped() {
    return new CommitException(
        Reason.UNKNOWN, "'%s' has stopped on this node".formatted(circle.name()));
  }

  @Override
  public void close() {
    calls.close();
  }
}
