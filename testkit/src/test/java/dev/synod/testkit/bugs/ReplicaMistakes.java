package dev.synod.testkit.bugs;

import dev.synod.api.Outcome;
import dev.synod.api.ReadConsistency;
import dev.synod.api.ReadResult;
import dev.synod.api.StateMachine;
import dev.synod.protocol.Batch;
import dev.synod.protocol.BatchCodec;
import dev.synod.protocol.LogCommand;
import dev.synod.protocol.Mail;
import dev.synod.protocol.SessionId;
import dev.synod.protocol.Value;
import dev.synod.replica.Replica;
import dev.synod.testkit.scenarios.SessionScenarios;
import dev.synod.wire.CommandCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** What replicas do wrong. */
final class ReplicaMistakes {
  private ReplicaMistakes() {}

  private static final SessionId NOBODYS = new SessionId(Long.MAX_VALUE);

  private record Numbered(SessionId session, long sequence) {}

  /** A command that was chosen twice is another command the second time. */
  static BatchCodec forgetsWhatWasDone() {
    Map<Numbered, Value> first = new HashMap<>();
    return misreading(
        (value, user) -> {
          Numbered number = new Numbered(user.session(), user.sequence());
          return first.computeIfAbsent(number, unseen -> value).equals(value)
              ? user
              : new LogCommand.User(
                  user.session(), user.sequence() + 1_000, user.acknowledged(), user.payload());
        });
  }

  /** A session that this member has not heard of for long, by its own clock, is none any more. */
  static BatchCodec expiresByItsOwnClock(LongSupplier clock) {
    Map<SessionId, Long> heard = new HashMap<>();
    return misreading(
        (value, user) -> {
          long now = clock.getAsLong();
          if (now - heard.getOrDefault(user.session(), now) > SessionScenarios.TTL.toMillis()) {
            return new LogCommand.User(
                NOBODYS, user.sequence(), user.acknowledged(), user.payload());
          }
          heard.put(user.session(), now);
          return user;
        });
  }

  /** The last command of a batch is applied first. */
  static BatchCodec readsBatchesBackwards() {
    return rereading(
        (value, commands) -> {
          List<LogCommand> backwards = new ArrayList<>(commands);
          Collections.reverse(backwards);
          return backwards;
        });
  }

  /** Users' commands are read as something else. */
  private static BatchCodec misreading(
      BiFunction<Value, LogCommand.User, LogCommand.User> mistake) {
    return rereading(
        (value, commands) ->
            commands.stream()
                .map(
                    command ->
                        command instanceof LogCommand.User user
                            ? mistake.apply(value, user)
                            : command)
                .toList());
  }

  /** Batches are written as they are, and read as others. */
  private static BatchCodec rereading(
      BiFunction<Value, List<LogCommand>, List<LogCommand>> mistake) {
    CommandCodec sound = new CommandCodec();
    return new BatchCodec() {
      @Override
      public Value.Commands encode(Batch batch, long logTime) {
        return sound.encode(batch, logTime);
      }

      @Override
      public Batch decode(Value.Commands value) {
        return new Batch(mistake.apply(value, sound.decode(value).commands()));
      }
    };
  }

  /** Tells its clients the slot after the one in which their command was applied. */
  static <S> Behavior<Mail> acknowledgesAnotherSlot(Replica.Setup setup, StateMachine<S> machine) {
    return mishearing(
        mail ->
            mail instanceof Replica.Submit submit
                ? new Replica.Submit(submit.command(), submit.place(), shifting(submit.outcome()))
                : mail,
        Replica.create(setup, machine));
  }

  /** Answers with what it has applied, whatever slot the client has heard of. */
  static <S> Behavior<Mail> forgetsTokens(Replica.Setup setup, StateMachine<S> machine) {
    return mishearing(
        mail ->
            mail instanceof Replica.Read read
                    && read.consistency() instanceof ReadConsistency.AtLeast
                ? new Replica.Read(read.query(), ReadConsistency.LOCAL, read.result())
                : mail,
        Replica.create(setup, machine));
  }

  /** What may be old is answered as if it were of the next slot. */
  static <S> Behavior<Mail> namesAnotherSlot(Replica.Setup setup, StateMachine<S> machine) {
    return mishearing(
        mail ->
            mail instanceof Replica.Read read
                    && (read.consistency() instanceof ReadConsistency.Local
                        || read.consistency() instanceof ReadConsistency.Bounded)
                ? new Replica.Read(read.query(), read.consistency(), naming(read.result()))
                : mail,
        Replica.create(setup, machine));
  }

  private static CompletableFuture<ReadResult<Object>> naming(
      CompletableFuture<ReadResult<Object>> result) {
    CompletableFuture<ReadResult<Object>> sound = new CompletableFuture<>();
    var unused =
        sound.whenComplete(
            (read, failure) -> {
              if (failure == null) {
                result.complete(new ReadResult<>(read.value(), read.slot() + 1));
              } else {
                result.completeExceptionally(failure);
              }
            });
    return sound;
  }

  private static Behavior<Mail> mishearing(UnaryOperator<Mail> mistake, Behavior<Mail> sound) {
    return Behaviors.intercept(
        () ->
            new BehaviorInterceptor<>(Mail.class) {
              @Override
              public Behavior<Mail> aroundReceive(
                  TypedActorContext<Mail> context, Mail mail, ReceiveTarget<Mail> target) {
                return target.apply(context, mistake.apply(mail));
              }
            },
        sound);
  }

  private static CompletableFuture<Outcome<Object>> shifting(
      CompletableFuture<Outcome<Object>> outcome) {
    CompletableFuture<Outcome<Object>> sound = new CompletableFuture<>();
    var unused =
        sound.thenAccept(
            end ->
                outcome.complete(
                    end instanceof Outcome.Committed<Object> committed
                        ? new Outcome.Committed<>(committed.reply(), committed.slot() + 1)
                        : end));
    return sound;
  }
}
