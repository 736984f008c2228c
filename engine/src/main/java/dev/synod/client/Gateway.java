package dev.synod.client;

import dev.synod.api.ConsensusGroup;
import dev.synod.api.Outcome;
import dev.synod.api.Query;
import dev.synod.client.ClientMessage.Answer;
import dev.synod.client.ClientMessage.Ask;
import dev.synod.client.ClientMessage.Call;
import dev.synod.client.ClientMessage.Result;
import dev.synod.protocol.Payload;
import dev.synod.shell.Payloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * A member's actor for clients on other nodes: passes their calls to the replica's door and sends
 * the results back, those of one turn in one message. A reply that is larger than a message may be
 * is replaced by a line that names the bound, and a long text is cut. While its member leads,
 * clients find it as the leader's, too.
 */
public final class Gateway extends AbstractBehavior<Gateway.Command> {
  /** Between two looks at who leads: of no harm if it is late. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final ConsensusGroup door;
  private final int messageBytes;
  private final Payloads payloads;

  /** Calls end in the dispatcher's threads; those that end together leave together. */
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean flushing = new AtomicBoolean();
  private final String member;
  private final ServiceKey<ClientMessage> key;
  private final ServiceKey<ClientMessage> leaderKey;
  private final ActorRef<ClientMessage> entrance;

  /** The keys that clients find it by. */
  private final Set<ServiceKey<ClientMessage>> shown = new HashSet<>();

  private boolean looking;

  /** What it receives; from other nodes, what an {@link Asked} holds. */
  public sealed interface Command {}

  /** Whether clients are to find it; what they have sent already it answers all the same. */
  public enum Sign implements Command {
    UP,
    DOWN
  }

  private record Asked(ClientMessage message) implements Command {}

  private record Ended(String replyTo, Result result) {}

  private record Leader(Optional<String> member) implements Command {}

  private enum Signal implements Command {
    FLUSH,
    LOOK
  }

  private Gateway(
      ActorContext<Command> context,
      String group,
      String member,
      ConsensusGroup door,
      int messageBytes) {
    super(context);
    this.door = door;
    this.messageBytes = messageBytes;
    this.payloads = new Payloads(context.getSystem());
    this.member = member;
    this.key = key(group);
    this.leaderKey = leaderKey(group);
    this.entrance = context.messageAdapter(ClientMessage.class, Asked::new);
  }

  /**
   * A gateway that nobody finds before its sign is up; it sends no message of more than {@code
   * messageBytes}.
   */
  public static Behavior<Command> create(
      String group, String member, ConsensusGroup door, int messageBytes) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Signal.LOOK, LOOK);
          return Behaviors.setup(
              context -> new Gateway(context, group, member, door, messageBytes));
        });
  }

  /** What the gateways of a group are found by. */
  static ServiceKey<ClientMessage> key(String group) {
    return ServiceKey.create(ClientMessage.class, "synod-" + group);
  }

  /** What the gateway of the member is found by that leads; no group's name has a slash. */
  static ServiceKey<ClientMessage> leaderKey(String group) {
    return ServiceKey.create(ClientMessage.class, "synod/leader/" + group);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Asked.class, this::onAsked)
        .onMessageEquals(Signal.FLUSH, this::onFlush)
        .onMessageEquals(Signal.LOOK, this::onLook)
        .onMessage(Leader.class, this::onLeader)
        .onMessage(Sign.class, this::onSign)
        .build();
  }

  private Behavior<Command> onSign(Sign sign) {
    boolean up = sign == Sign.UP;
    show(key, up);
    show(leaderKey, up && shown.contains(leaderKey));
    return this;
  }

  /** One question at a time: a replica that is at a long command answers none meanwhile. */
  private Behavior<Command> onLook() {
    if (!looking) {
      looking = true;
      getContext()
          .pipeToSelf(
              door.leader(),
              (leader, failure) -> new Leader(leader == null ? Optional.empty() : leader));
    }
    return this;
  }

  private Behavior<Command> onLeader(Leader leader) {
    looking = false;
    show(leaderKey, shown.contains(key) && leader.member().equals(Optional.of(member)));
    return this;
  }

  /** Tells changes only: the Receptionist fails at what it has never been shown. */
  private void show(ServiceKey<ClientMessage> by, boolean now) {
    if (now ? shown.add(by) : shown.remove(by)) {
      getContext()
          .getSystem()
          .receptionist()
          .tell(now ? Receptionist.register(by, entrance) : Receptionist.deregister(by, entrance));
    }
  }

  private Behavior<Command> onAsked(Asked asked) {
    if (asked.message() instanceof Ask ask) {
      begin(ask);
    }
    return this;
  }

  private void begin(Ask ask) {
    ActorRef<Command> self = getContext().getSelf();
    for (Call call : ask.calls()) {
      var unused =
          result(call)
              .whenComplete(
                  (result, failure) -> {
                    Result told = fitting(result != null ? result : unanswered(call, failure));
                    ended.add(new Ended(ask.replyTo(), told));
                    if (flushing.compareAndSet(false, true)) {
                      self.tell(Signal.FLUSH);
                    }
                  });
    }
  }

  private Behavior<Command> onFlush() {
    flushing.set(false);
    Map<String, List<Result>> ready = new TreeMap<>();
    for (Ended one = ended.poll(); one != null; one = ended.poll()) {
      ready.computeIfAbsent(one.replyTo(), client -> new ArrayList<>()).add(one.result());
    }
    ready.forEach(this::send);
    return this;
  }

  private void send(String replyTo, List<Result> results) {
    ActorRef<ClientMessage> client =
        ActorRefResolver.get(getContext().getSystem()).resolveActorRef(replyTo);
    List<Result> message = new ArrayList<>();
    long bytes = 0;
    for (Result result : results) {
      int size = result.size();
      if (!message.isEmpty() && bytes + size > messageBytes) {
        client.tell(new Answer(message));
        message = new ArrayList<>();
        bytes = 0;
      }
      message.add(result);
      bytes += size;
    }
    client.tell(new Answer(message));
  }

  private CompletionStage<Result> result(Call call) {
    if (call instanceof Call.Submit submit) {
      return done(call, () -> door.submit(command(submit.command())));
    }
    if (call instanceof Call.SubmitIn submit) {
      return done(
          call,
          () ->
              door.submit(
                  submit.place().session().value(),
                  submit.place().sequence(),
                  command(submit.command())));
    }
    if (call instanceof Call.Read read) {
      return guarded(
          () ->
              door.read(query(read.query()), read.consistency())
                  .thenApply(
                      answer ->
                          new Result.Answered(
                              call.id(), payloads.write(answer.value()), answer.slot())));
    }
    return call instanceof Call.Open
        ? done(call, door::openSession)
        : guarded(() -> door.status().thenApply(status -> new Result.Known(call.id(), status)));
  }

  private interface Attempt<R> {
    CompletionStage<? extends R> begin() throws Exception;
  }

  private <R> CompletionStage<Result> done(Call call, Attempt<Outcome<R>> attempt) {
    CompletionStage<? extends Outcome<R>> outcome;
    try {
      outcome = attempt.begin();
    } catch (Exception | StackOverflowError unreadable) {
      return CompletableFuture.completedFuture(
          new Result.Done(call.id(), refused(call, unreadable)));
    }
    return outcome.thenApply(ended -> new Result.Done(call.id(), written(ended)));
  }

  private static CompletionStage<Result> guarded(Attempt<Result> attempt) {
    try {
      return attempt.begin().thenApply(Function.identity());
    } catch (Exception | StackOverflowError unreadable) {
      return CompletableFuture.failedFuture(unreadable);
    }
  }

  /** Has not left this node; but one in a session may have reached another one before (rule S5). */
  private static Outcome<Payload> refused(Call call, Throwable unreadable) {
    String line = "Pekko Serialization can't read the command on a member's node: " + unreadable;
    return call instanceof Call.SubmitIn
        ? new Outcome.Unknown<>(Outcome.Doubt.UNREADABLE, line)
        : new Outcome.Rejected<>(Outcome.Reason.FAILED, line, OptionalLong.empty());
  }

  private <R> Outcome<Payload> written(Outcome<R> outcome) {
    return outcome instanceof Outcome.Committed<R> committed
        ? replied(committed)
        : retold(outcome, UnaryOperator.identity());
  }

  /** One without a reply, in other words. */
  private static Outcome<Payload> retold(Outcome<?> outcome, UnaryOperator<String> words) {
    if (outcome instanceof Outcome.Rejected<?> rejected) {
      return new Outcome.Rejected<>(
          rejected.reason(), words.apply(rejected.detail()), rejected.slot());
    }
    Outcome.Unknown<?> unknown = (Outcome.Unknown<?>) outcome;
    return new Outcome.Unknown<>(unknown.doubt(), words.apply(unknown.detail()));
  }

  private Outcome<Payload> replied(Outcome.Committed<?> committed) {
    try {
      return new Outcome.Committed<>(payloads.write(committed.reply()), committed.slot());
    } catch (Exception | StackOverflowError unwritable) {
      return new Outcome.Unknown<>(
          Outcome.Doubt.UNREADABLE,
          "done in slot %d, but Pekko Serialization can't write its reply: %s"
              .formatted(committed.slot(), unwritable));
    }
  }

  /** A call that was begun may be done, whatever kept its result from being told. */
  private static Result unanswered(Call call, Throwable failure) {
    return call instanceof Call.Read || call instanceof Call.Status
        ? new Result.Failed(call.id(), String.valueOf(failure))
        : new Result.Done(
            call.id(), new Outcome.Unknown<>(Outcome.Doubt.STOPPED, String.valueOf(failure)));
  }

  private Result fitting(Result result) {
    if (result.size() <= messageBytes) {
      return result;
    }
    if (result instanceof Result.Failed failed) {
      return new Result.Failed(failed.id(), shorter(failed.detail()));
    }
    if (result instanceof Result.Done done
        && !(done.outcome() instanceof Outcome.Committed<Payload>)) {
      return new Result.Done(done.id(), retold(done.outcome(), this::shorter));
    }
    String line =
        "the reply takes %d B, a message at most %d B; read it on a member's node"
            .formatted(result.size(), messageBytes);
    return result instanceof Result.Done
        ? new Result.Done(result.id(), new Outcome.Unknown<>(Outcome.Doubt.REPLY_TOO_LARGE, line))
        : new Result.Failed(result.id(), line);
  }

  /** A char takes at most three bytes, and the rest of the message a quarter at most. */
  private String shorter(String detail) {
    return detail.substring(0, Math.min(detail.length(), messageBytes / 4));
  }

  private dev.synod.api.Command<?> command(Payload payload) {
    return payloads.read(payload, dev.synod.api.Command.class);
  }

  private Query<?> query(Payload payload) {
    return payloads.read(payload, Query.class);
  }
}
