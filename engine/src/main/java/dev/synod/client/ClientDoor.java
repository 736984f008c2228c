package dev.synod.client;

import dev.synod.api.Command;
import dev.synod.api.ConsensusGroup;
import dev.synod.api.GroupStatus;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadFailedException;
import dev.synod.api.ReadResult;
import dev.synod.client.ClientMessage.Call;
import dev.synod.client.ClientMessage.Result;
import dev.synod.protocol.Payload;
import dev.synod.protocol.Place;
import dev.synod.shell.OpenCalls;
import dev.synod.shell.Payloads;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * A group's door on a node without a member: turns calls into messages to a member's gateway.
 *
 * <p>{@link dev.synod.shell.Watch} calls {@link #close()} once the client has stopped; no call is
 * then left without an end.
 */
public final class ClientDoor implements ConsensusGroup, AutoCloseable {
  private static final String GONE =
      "this node's client of the group has stopped; connect again, if the node runs on";

  private final OpenCalls calls;
  private final String overloaded;
  private final String group;
  private final ActorRef<Client.Command> client;
  private final Payloads payloads;

  /**
   * A door to the client's actor.
   *
   * @param outstanding how many calls may wait there; as many may be on their way to it (rule P4)
   */
  public ClientDoor(
      String group, ActorRef<Client.Command> client, ActorSystem<?> system, int outstanding) {
    this.group = group;
    this.calls = new OpenCalls(2 * outstanding);
    this.overloaded =
        "%d calls are open, twice synod.client.outstanding = %d; try again later"
            .formatted(2 * outstanding, outstanding);
    this.client = client;
    this.payloads = new Payloads(system);
  }

  @Override
  public String name() {
    return group;
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    Objects.requireNonNull(command, "command");
    return submitting(command, Call.Submit::new, true);
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command) {
    Objects.requireNonNull(command, "command");
    Place place = Place.of(session, sequence);
    // Not surely undone: this may be a retry of an attempt that has left before.
    return submitting(command, (id, payload) -> new Call.SubmitIn(id, place, payload), false);
  }

  @Override
  public CompletionStage<Outcome<Long>> openSession() {
    return outcome(Call.Open::new, true);
  }

  @Override
  public <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency) {
    Objects.requireNonNull(query, "query");
    Payload payload;
    try {
      payload = payloads.write(query);
    } catch (Exception | StackOverflowError unwritable) {
      return CompletableFuture.failedFuture(new ReadFailedException(line(query, unwritable)));
    }
    return call(id -> new Call.Read(id, consistency, payload), failed(GONE), failed(overloaded))
        .thenApply(this::answer);
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    return call(Call.Status::new, failed(GONE), failed(overloaded))
        .thenApply(
            result -> {
              if (result instanceof Result.Known known) {
                return known.status();
              }
              throw failure(result);
            });
  }

  /** The client has stopped: ends all calls that are open, and from now on every call at once. */
  @Override
  public void close() {
    calls.close();
  }

  private interface Numbered {
    Call call(long id, Payload payload);
  }

  private <R> CompletionStage<Outcome<R>> submitting(
      Command<R> command, Numbered numbered, boolean first) {
    Payload payload;
    try {
      payload = payloads.write(command);
    } catch (Exception | StackOverflowError unwritable) {
      return CompletableFuture.completedFuture(
          new Outcome.Rejected<>(
              Outcome.Reason.FAILED, line(command, unwritable), OptionalLong.empty()));
    }
    return outcome(id -> numbered.call(id, payload), first);
  }

  private static String line(Object object, Throwable unwritable) {
    return "Pekko Serialization can't write " + object.getClass().getName() + ": " + unwritable;
  }

  private <R> CompletionStage<Outcome<R>> outcome(LongFunction<Call> call, boolean first) {
    Outcome<Payload> gone =
        calls.closed() && first
            ? new Outcome.Rejected<>(Outcome.Reason.STOPPED, GONE, OptionalLong.empty())
            : new Outcome.Unknown<>(Outcome.Doubt.STOPPED, GONE);
    Outcome<Payload> refused =
        first
            ? new Outcome.Rejected<>(Outcome.Reason.OVERLOADED, overloaded, OptionalLong.empty())
            : new Outcome.Unknown<>(Outcome.Doubt.OVERLOADED, overloaded);
    return call(call, new Result.Done(0, gone), new Result.Done(0, refused))
        .thenApply(this::outcomeOf);
  }

  private CompletableFuture<Result> call(LongFunction<Call> call, Result gone, Result refused) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    calls.begin(
        result,
        () -> client.tell(new Client.Begin(call, result)),
        () -> result.complete(gone),
        () -> result.complete(refused));
    return result;
  }

  private static Result failed(String line) {
    return new Result.Failed(0, line);
  }

  @SuppressWarnings("unchecked")
  private <R> Outcome<R> outcomeOf(Result result) {
    Outcome<Payload> outcome = ((Result.Done) result).outcome();
    if (outcome instanceof Outcome.Committed<Payload> committed) {
      try {
        Object reply = payloads.read(committed.reply(), Object.class);
        return new Outcome.Committed<>((R) reply, committed.slot());
      } catch (Exception | StackOverflowError unreadable) {
        return new Outcome.Unknown<>(
            Outcome.Doubt.UNREADABLE,
            "done in slot %d, but Pekko Serialization can't read its reply here: %s"
                .formatted(committed.slot(), unreadable));
      }
    }
    return (Outcome<R>) (Outcome<?>) outcome;
  }

  @SuppressWarnings("unchecked")
  private <R> ReadResult<R> answer(Result result) {
    if (result instanceof Result.Answered answered) {
      try {
        Object value = payloads.read(answered.value(), Object.class);
        return new ReadResult<>((R) value, answered.slot());
      } catch (Exception | StackOverflowError unreadable) {
        throw new ReadFailedException(
            "Pekko Serialization can't read the answer here: " + unreadable);
      }
    }
    throw failure(result);
  }

  private static ReadFailedException failure(Result result) {
    return new ReadFailedException(
        result instanceof Result.Failed failed ? failed.detail() : result.toString());
  }
}
