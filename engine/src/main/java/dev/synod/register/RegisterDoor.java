package dev.synod.register;

import dev.synod.api.Register;
import dev.synod.api.RegisterException;
import dev.synod.api.RegisterException.Reason;
import dev.synod.protocol.Payload;
import dev.synod.shell.OpenCalls;
import dev.synod.shell.Payloads;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** A register as users of this node see it: turns calls into mail to its proposer. */
public final class RegisterDoor<V> implements Register<V>, AutoCloseable {
  /** Milliseconds in which the proposer tells by itself that the time is up. */
  private static final long GRACE = 2_000;

  private final Class<V> type;
  private final ActorRef<RegisterMail> proposer;
  private final Payloads payloads;
  private final LongSupplier clock;
  private final Limits limits;
  private final OpenCalls calls = new OpenCalls(2 * RegisterProposer.WAITING);

  /**
   * What a call must keep to.
   *
   * @param timeout milliseconds until it ends
   * @param bytes of a value, serialized
   */
  public record Limits(long timeout, int bytes) {}

  /** A door to the proposer's actor. */
  public RegisterDoor(
      Class<V> type,
      ActorRef<RegisterMail> proposer,
      ActorSystem<?> system,
      LongSupplier clock,
      Limits limits) {
    this.type = type;
    this.proposer = proposer;
    this.payloads = new Payloads(system);
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  public CompletionStage<Optional<V>> change(UnaryOperator<Optional<V>> function) {
    Objects.requireNonNull(function, "function");
    return call(Optional.of(found -> function.apply(found.map(this::read)).map(this::written)));
  }

  @Override
  public CompletionStage<Optional<V>> read() {
    return call(Optional.empty());
  }

  private V read(Payload payload) {
    return payloads.read(payload, type);
  }

  private Payload written(V value) {
    Payload payload = payloads.write(value);
    if (payload.size() > limits.bytes()) {
      throw new RegisterException(
          Reason.TOO_LARGE,
          "the value takes %d B, more than synod.client.command = %d; nothing was changed"
              .formatted(payload.size(), limits.bytes()));
    }
    return payload;
  }

  private CompletionStage<Optional<V>> call(Optional<UnaryOperator<Optional<Payload>>> function) {
    CompletableFuture<Optional<Payload>> result = new CompletableFuture<>();
    RegisterProposer.Call call =
        new RegisterProposer.Call(function, result, clock.getAsLong() + limits.timeout());
    calls.begin(
        result,
        () -> proposer.tell(call),
        () -> result.completeExceptionally(stopped()),
        () -> result.completeExceptionally(overloaded()));
    return result
        .orTimeout(limits.timeout() + GRACE, TimeUnit.MILLISECONDS)
        .exceptionally(RegisterDoor::documented)
        .thenApply(found -> read(found, function.isPresent()))
        .minimalCompletionStage();
  }

  private static Optional<Payload> documented(Throwable failure) {
    throw failure instanceof RegisterException told ? told : silent();
  }

  private Optional<V> read(Optional<Payload> found, boolean changed) {
    try {
      return found.map(this::read);
    } catch (Exception | LinkageError unreadable) {
      throw new RegisterException(
          changed ? Reason.UNKNOWN : Reason.FAILED,
          (changed ? "it is done, but " : "") + "the value can't be read here: " + unreadable,
          unreadable);
    }
  }

  private static RegisterException silent() {
    return new RegisterException(
        Reason.UNKNOWN,
        "the proposer does not answer: its disk hangs, or it is at somebody's function");
  }

  private static RegisterException overloaded() {
    return new RegisterException(
        Reason.OVERLOADED,
        "%d calls are open; try again later".formatted(2 * RegisterProposer.WAITING));
  }

  /** The actor's own end tells what it has begun; this is of what it has not read. */
  private static RegisterException stopped() {
    return new RegisterException(Reason.UNKNOWN, "the register has stopped on this node");
  }

  @Override
  public void close() {
    calls.close();
  }
}
