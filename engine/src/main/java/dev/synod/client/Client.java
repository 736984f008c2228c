package dev.synod.client;

import dev.synod.api.Outcome;
import dev.synod.client.ClientMessage.Answer;
import dev.synod.client.ClientMessage.Ask;
import dev.synod.client.ClientMessage.Call;
import dev.synod.client.ClientMessage.Result;
import dev.synod.protocol.Payload;
import dev.synod.settings.SynodSettings;
import dev.synod.shell.Completions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * The actor of a node without a member: sends the node's calls to a gateway that the Receptionist
 * knows, and turns to another one when that is gone or silent. A command without a session of the
 * caller's is sent once only (rule S5).
 */
public final class Client extends AbstractBehavior<Client.Command> {
  private static final Duration TICK = Duration.ofMillis(100);

  private final String group;
  private final SynodSettings settings;
  private final LongSupplier clock;
  private final String replyTo;
  private final Map<Long, CompletableFuture<Result>> results = new HashMap<>();
  private final Completions completions = new Completions();
  private Calls calls;
  private Gateways<ActorRef<ClientMessage>> gateways = Gateways.none();
  private long lastId;
  private boolean flushing;

  /** What it receives. */
  public sealed interface Command {}

  /** A call of this node; the id is the client's to give. */
  record Begin(LongFunction<Call> call, CompletableFuture<Result> result) implements Command {
    private void end(Call call, Outcome<Payload> outcome) {
      result.complete(ended(call, outcome));
    }
  }

  private record Heard(ClientMessage message) implements Command {}

  private record Found(List<ActorRef<ClientMessage>> gateways) implements Command {}

  private record Led(List<ActorRef<ClientMessage>> leading) implements Command {}

  private enum Signal implements Command {
    FLUSH,
    TICK
  }

  private Client(
      ActorContext<Command> context, String group, SynodSettings settings, LongSupplier clock) {
    super(context);
    this.group = group;
    this.settings = settings;
    this.clock = clock;
    this.calls = Calls.none(settings.client());
    ActorRef<ClientMessage> inbox = context.messageAdapter(ClientMessage.class, Heard::new);
    this.replyTo = ActorRefResolver.get(context.getSystem()).toSerializationFormat(inbox);
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(Receptionist.Listing.class, listing -> found(group, listing));
    var receptionist = context.getSystem().receptionist();
    receptionist.tell(Receptionist.subscribe(Gateway.key(group), listings));
    receptionist.tell(Receptionist.subscribe(Gateway.leaderKey(group), listings));
  }

  /**
   * A client of the group.
   *
   * @param clock monotonic, in milliseconds
   */
  public static Behavior<Command> create(String group, SynodSettings settings, LongSupplier clock) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Signal.TICK, TICK);
          return Behaviors.setup(context -> new Client(context, group, settings, clock));
        });
  }

  /** In the order of their paths, so that the choice does not hang on a hash. */
  private static Command found(String group, Receptionist.Listing listing) {
    return listing.isForKey(Gateway.key(group))
        ? new Found(listing.getServiceInstances(Gateway.key(group)).stream().sorted().toList())
        : new Led(listing.getServiceInstances(Gateway.leaderKey(group)).stream().sorted().toList());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Heard.class, this::onHeard)
        .onMessage(Found.class, this::onFound)
        .onMessage(Led.class, this::onLed)
        .onMessageEquals(Signal.FLUSH, this::onFlush)
        .onMessageEquals(Signal.TICK, this::onTick)
        .onSignal(PostStop.class, stopped -> onStop())
        .build();
  }

  private Behavior<Command> onBegin(Begin begin) {
    long id = ++lastId;
    Call call = begin.call().apply(id);
    int bound = settings.client().commandBytes();
    if (call.size() > bound) {
      String line =
          "%d B are more than synod.client.command = %d B allows".formatted(call.size(), bound);
      begin.end(call, new Outcome.Rejected<>(Outcome.Reason.TOO_LARGE, line, OptionalLong.empty()));
    } else if (calls.full(call)) {
      begin.end(call, overloaded(call));
    } else {
      calls = calls.with(call, clock.getAsLong());
      results.put(id, begin.result());
      flushLater();
    }
    return this;
  }

  /** In a session of the caller's this may be a retry of an attempt that was done (rule S5). */
  private Outcome<Payload> overloaded(Call call) {
    String line =
        "%d calls of %d B wait, synod.client.outstanding = %d of synod.client.outstanding-bytes = %d B may; try again later"
            .formatted(
                calls.waiting().size(),
                calls.bytes(),
                settings.client().outstanding(),
                settings.client().outstandingBytes());
    return call instanceof Call.SubmitIn
        ? new Outcome.Unknown<>(Outcome.Doubt.OVERLOADED, line)
        : new Outcome.Rejected<>(Outcome.Reason.OVERLOADED, line, OptionalLong.empty());
  }

  private void flushLater() {
    if (!flushing) {
      flushing = true;
      getContext().getSelf().tell(Signal.FLUSH);
    }
  }

  private Behavior<Command> onFlush() {
    flushing = false;
    send(Calls::leaveFirst);
    return this;
  }

  private interface Departure {
    Calls.Leaving of(Calls calls, long now, int messageBytes, int member);
  }

  private void send(Departure departure) {
    if (gateways.current().isPresent()) {
      Calls.Leaving leaving =
          departure.of(calls, clock.getAsLong(), settings.proposer().batchBytes(), gateways.turn());
      calls = leaving.calls();
      ActorRef<ClientMessage> gateway = gateways.current().get();
      leaving.messages().forEach(message -> gateway.tell(new Ask(replyTo, message)));
    }
  }

  private Behavior<Command> onHeard(Heard heard) {
    if (heard.message() instanceof Answer answer) {
      answer.results().forEach(result -> end(result.id(), result));
      completions.release(getContext().getExecutionContext());
    }
    return this;
  }

  private Behavior<Command> onFound(Found found) {
    gateways = gateways.found(found.gateways());
    calls = calls.redirected(clock.getAsLong());
    send(Calls::leave);
    return this;
  }

  private Behavior<Command> onLed(Led led) {
    gateways = gateways.led(led.leading());
    return this;
  }

  private Behavior<Command> onTick() {
    long now = clock.getAsLong();
    for (Calls.Waiting waiting : calls.expired(now)) {
      end(waiting.call().id(), ended(waiting.call(), timedOut(waiting)));
    }
    completions.release(getContext().getExecutionContext());
    gateways = calls.silent(now, gateways.turn()) ? gateways.next() : gateways;
    send(Calls::leave);
    return this;
  }

  private Outcome<Payload> timedOut(Calls.Waiting waiting) {
    long bound = settings.client().timeout().toMillis();
    String line =
        "no member of group %s answered in %d ms; %d members are known"
            .formatted(group, bound, gateways.size());
    return waiting.attempts() == 0 && !(waiting.call() instanceof Call.SubmitIn)
        ? new Outcome.Rejected<>(Outcome.Reason.NOT_READY, line, OptionalLong.empty())
        : new Outcome.Unknown<>(Outcome.Doubt.TIMED_OUT, line);
  }

  private static Result ended(Call call, Outcome<Payload> outcome) {
    return call instanceof Call.Read || call instanceof Call.Status
        ? new Result.Failed(call.id(), outcome.toString())
        : new Result.Done(call.id(), outcome);
  }

  private void end(long id, Result result) {
    calls = calls.without(id);
    Optional.ofNullable(results.remove(id))
        .ifPresent(future -> completions.complete(future, result));
  }

  private Behavior<Command> onStop() {
    for (Calls.Waiting waiting : List.copyOf(calls.waiting().values())) {
      Optional.ofNullable(results.remove(waiting.call().id()))
          .ifPresent(
              future ->
                  future.complete(
                      ended(
                          waiting.call(),
                          new Outcome.Unknown<>(Outcome.Doubt.STOPPED, "this node is stopping"))));
    }
    return this;
  }
}
