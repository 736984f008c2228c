package dev.synod.demo.bench;

import dev.synod.demo.kv.KeyValueMessage.Put;
import dev.synod.demo.node.NodeConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorSystem;

/** Sends messages to an echo in another JVM and counts how often they come back. */
final class PingPong extends AbstractActor {
  /** How long a game is counted, after a third as much that is not. */
  static final long MILLIS = 2000;

  /** Outstanding messages of the larger game. */
  static final int MANY = 64;

  private static final AtomicInteger GAMES = new AtomicInteger();

  private final ActorSelection echo;
  private final Game game;
  private final CompletableFuture<Double> perSecond;
  private long trips;
  private long begin;

  /**
   * What to play.
   *
   * @param outstanding messages on their way
   */
  record Game(int port, int outstanding, int valueBytes) {
    static Game of(String words) {
      String[] parts = words.split(" ", -1);
      return new Game(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    String line() {
      return "%s %d %d %d".formatted(Words.ECHO, port, outstanding, valueBytes);
    }
  }

  private enum Bell {
    BEGIN,
    END
  }

  private PingPong(Game game, CompletableFuture<Double> perSecond) {
    this.game = game;
    this.perSecond = perSecond;
    this.echo =
        getContext()
            .actorSelection(
                "pekko://%s@127.0.0.1:%d/user/%s"
                    .formatted(NodeConfig.SYSTEM, game.port(), EchoCommand.NAME));
  }

  /** Plays; returns when the time is over. */
  static Figures play(ActorSystem<?> system, String words) {
    CompletableFuture<Double> perSecond = new CompletableFuture<>();
    Game game = Game.of(words);
    // The guardian of a typed system takes no actors from outside.
    ((ExtendedActorSystem) system.classicSystem())
        .systemActorOf(
            Props.create(PingPong.class, () -> new PingPong(game, perSecond)),
            "ping-pong-" + GAMES.incrementAndGet());
    return Figures.NONE.with(Figure.PER_SECOND, perSecond.join());
  }

  @Override
  public void preStart() {
    Put ball = new Put("key-0", "x".repeat(game.valueBytes()));
    for (int i = 0; i < game.outstanding(); i++) {
      echo.tell(ball, getSelf());
    }
    ring(MILLIS / 3, Bell.BEGIN);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(Put.class, this::back)
        .matchEquals(Bell.BEGIN, bell -> begin())
        .matchEquals(Bell.END, bell -> end())
        .build();
  }

  private void back(Put ball) {
    trips++;
    getSender().tell(ball, getSelf());
  }

  private void begin() {
    trips = 0;
    begin = System.nanoTime();
    ring(MILLIS, Bell.END);
  }

  private void end() {
    perSecond.complete(trips * 1e9 / (System.nanoTime() - begin));
    getContext().stop(getSelf());
  }

  private void ring(long millis, Bell bell) {
    var unused =
        getContext()
            .getSystem()
            .scheduler()
            .scheduleOnce(
                Duration.ofMillis(millis),
                getSelf(),
                bell,
                getContext().getDispatcher(),
                getSelf());
  }
}
