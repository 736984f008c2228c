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
import dev.synod.shell.Payloads;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** A group's door on a node without a member: turns calls into messages to a member's gateway. */
public final class ClientDoor implements ConsensusGroup {
  private final String group;
  private final ActorRef<Client.Command> client;
  private final Payloads payloads;

  /** A door to the client's actor. */
  public ClientDoor(String group, ActorRef<Client.Command> client, ActorSystem<?> system) {
    this.group = group;
    this.client = client;
    this.payloads = new Payloads(system);
  }

  @Override
  public String name() {
    return group;
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(Command<R> command) {
    return submitting(command, (id, payload) -> new Call.Submit(id, payload));
  }

  @Override
  public <R> CompletionStage<Outcome<R>> submit(long session, long sequence, Command<R> command) {
    return submitting(command, (id, payload) -> new Call.SubmitIn(id, session, sequence, payload));
  }

  @Override
  public CompletionStage<Outcome<Long>> openSession() {
    return outcome(Call.Open::new);
  }

  @Override
  public <R> CompletionStage<ReadResult<R>> read(Query<R> query, ReadConsistency consistency) {
    Payload payload;
    try {
      payload = payloads.write(query);
    } catch (Exception unwritable) {
      return CompletableFuture.failedFuture(new ReadFailedException(line(query, unwritable)));
    }
    return call(id -> new Call.Read(id, consistency, payload)).thenApply(this::answer);
  }

  @Override
  public CompletionStage<GroupStatus> status() {
    return call(Call.Status::new)
        .thenApply(
            result -> {
              if (result instanceof Result.Known known) {
                return known.status();
              }
              throw new ReadFailedException(result.toString());
            });
  }

  private interface Numbered {
    Call call(long id, Payload payload);
  }

  private <R> CompletionStage<Outcome<R>> submitting(Command<R> command, Numbered numbered) {
    Payload payload;
    try {
      payload = payloads.write(command);
    } catch (Exception unwritable) {
      return CompletableFuture.completedFuture(
          new Outcome.Rejected<>(
              Outcome.Reason.FAILED, line(command, unwritable), OptionalLong.empty()));
    }
    return outcome(id -> numbered.call(id, payload));
  }

  private static String line(Object object, Exception unwritable) {
    return "Pekko Serialization can't write " + object.getClass().getName() + ": " + unwritable;
  }

  private <R> CompletionStage<Outcome<R>> outcome(LongFunction<Call> call) {
    return call(call).thenApply(this::outcomeOf);
  }

  private CompletableFuture<Result> call(LongFunction<Call> call) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    client.tell(new Client.Begin(call, result));
    return result;
  }

  @SuppressWarnings("unchecked")
  private <R> Outcome<R> outcomeOf(Result result) {
    Outcome<Payload> outcome = ((Result.Done) result).outcome();
    if (outcome instanceof Outcome.Committed<Payload> committed) {
      Object reply = payloads.read(committed.reply(), Object.class);
      return new Outcome.Committed<>((R) reply, committed.slot());
    }
    return (Outcome<R>) (Outcome<?>) outcome;
  }

  @SuppressWarnings("unchecked")
  private <R> ReadResult<R> answer(Result result) {
    if (result instanceof Result.Answered answered) {
      Object value = payloads.read(answered.value(), Object.class);
      return new ReadResult<>((R) value, answered.slot());
    }
    throw new ReadFailedException(
        result instanceof Result.Failed failed ? failed.detail() : result.toString());
  }
}
